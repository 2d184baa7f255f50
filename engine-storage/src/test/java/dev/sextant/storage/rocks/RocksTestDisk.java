package dev.sextant.storage.rocks;

import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.TestDisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory under the contract. */
record RocksTestDisk(Path parent, RocksResources resources) implements TestDisk {
    static RocksTestDisk blank() {
        try {
            Path parent = Files.createTempDirectory("sextant-store");
            return new RocksTestDisk(parent, RocksResources.ofBytes(RocksResources.MEMORY_LEAST_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path directory() {
        return parent.resolve("deeper").resolve("segment");
    }

    @Override
    public SegmentStore create(StoreIdentity identity) {
        return RocksStore.create(directory(), identity, resources);
    }

    @Override
    public SegmentStore open(StoreIdentity identity) {
        return RocksStore.open(directory(), identity, resources);
    }

    @Override
    public void close() {
        resources.close();
        DirectoryFixtures.delete(parent);
    }
}
