package dev.sextant.storage.rocks;

import dev.sextant.storage.store.SegmentStoreModelContract;
import dev.sextant.storage.store.TestDisk;

class RocksStoreModelTest extends SegmentStoreModelContract {
    @Override
    protected TestDisk newDisk() {
        return RocksTestDisk.blank();
    }
}
