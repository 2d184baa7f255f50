package dev.sextant.storage.memory;

import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.TestDisk;

/** A memory disk under the contract. */
record MemoryTestDisk(MemoryDisk disk) implements TestDisk {
    static TestDisk blank() {
        return new MemoryTestDisk(new MemoryDisk("disk under test"));
    }

    @Override
    public SegmentStore create(StoreIdentity identity) {
        return MemoryStore.create(disk, identity);
    }

    @Override
    public SegmentStore open(StoreIdentity identity) {
        return MemoryStore.open(disk, identity);
    }

    @Override
    public void close() {
        disk.lose();
    }
}
