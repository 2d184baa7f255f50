package dev.sextant.storage.memory;

import dev.sextant.storage.store.SegmentStoreModelContract;
import dev.sextant.storage.store.TestDisk;

class MemoryStoreModelTest extends SegmentStoreModelContract {
    @Override
    protected TestDisk newDisk() {
        return MemoryTestDisk.blank();
    }
}
