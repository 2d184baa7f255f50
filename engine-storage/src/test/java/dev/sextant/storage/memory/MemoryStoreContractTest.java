package dev.sextant.storage.memory;

import dev.sextant.storage.store.SegmentStoreContract;
import dev.sextant.storage.store.TestDisk;

class MemoryStoreContractTest extends SegmentStoreContract {
    @Override
    protected TestDisk newDisk() {
        return MemoryTestDisk.blank();
    }
}
