package dev.sextant.storage.memory;

import dev.sextant.storage.store.CheckedStore;
import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreEngine;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreVisitor;
import org.jspecify.annotations.Nullable;

/** A handle on a {@link MemoryDisk}. It dies with its process ({@link MemoryDisk#crash()}); the disk does not. */
public final class MemoryStore implements StoreEngine {
    private final MemoryDisk disk;
    private final StoreIdentity identity;

    private MemoryStore(MemoryDisk disk, StoreIdentity identity) {
        this.disk = disk;
        this.identity = identity;
    }

    /** Makes an empty store on a blank disk. Throws what {@link SegmentStore}s throw when the disk is not blank. */
    public static SegmentStore create(MemoryDisk disk, StoreIdentity identity) {
        MemoryStore store = new MemoryStore(disk, identity);
        disk.create(store, identity);
        return new CheckedStore(store);
    }

    /** Opens the store of that identity. Throws what {@link SegmentStore}s throw when it is not on this disk. */
    public static SegmentStore open(MemoryDisk disk, StoreIdentity identity) {
        MemoryStore store = new MemoryStore(disk, identity);
        disk.open(store, identity);
        return new CheckedStore(store);
    }

    @Override
    public String place() {
        return disk.name();
    }

    @Override
    public StoreIdentity identity() {
        return identity;
    }

    @Override
    public void write(StoreBatch batch, Durability durability) {
        disk.write(this, batch, durability);
    }

    @Override
    public byte @Nullable [] get(ColumnFamily family, byte[] key) {
        return disk.get(this, family, key);
    }

    @Override
    public void scan(ColumnFamily family, byte[] fromInclusive, byte @Nullable [] toExclusive, StoreVisitor visitor) {
        disk.scan(this, family, fromInclusive, toExclusive, visitor);
    }

    @Override
    public void scanReverse(
            ColumnFamily family, byte @Nullable [] fromInclusive, byte[] toInclusive, StoreVisitor visitor) {
        disk.scanReverse(this, family, fromInclusive, toInclusive, visitor);
    }

    @Override
    public long sizeBytes() {
        return disk.sizeBytes();
    }

    @Override
    public void close() {
        disk.release(this);
    }
}
