package dev.sextant.storage.rocks;

import dev.sextant.storage.store.SegmentStoreContract;
import dev.sextant.storage.store.TestDisk;

class RocksStoreContractTest extends SegmentStoreContract {
    @Override
    protected TestDisk newDisk() {
        return RocksTestDisk.blank();
    }
}
