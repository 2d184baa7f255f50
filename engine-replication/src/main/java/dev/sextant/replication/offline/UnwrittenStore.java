package dev.sextant.replication.offline;

import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreVisitor;
import org.jspecify.annotations.Nullable;

/**
 * Lets a segment's core run over a store that must not change: what it wants kept is forgotten. That is safe since it answers
 * nobody who counts on it, and all it wants to keep without being told anything are images of pages, which it can do without.
 */
final class UnwrittenStore implements SegmentStore {
    private final SegmentStore store;

    UnwrittenStore(SegmentStore store) {
        this.store = store;
    }

    @Override
    public StoreIdentity identity() {
        return store.identity();
    }

    @Override
    public void write(StoreBatch batch, Durability durability) {
        // On purpose: see above.
    }

    @Override
    public byte @Nullable [] get(ColumnFamily family, byte[] key) {
        return store.get(family, key);
    }

    @Override
    public void scan(ColumnFamily family, byte[] fromInclusive, byte @Nullable [] toExclusive, StoreVisitor visitor) {
        store.scan(family, fromInclusive, toExclusive, visitor);
    }

    @Override
    public void scanReverse(
            ColumnFamily family, byte @Nullable [] fromInclusive, byte[] toInclusive, StoreVisitor visitor) {
        store.scanReverse(family, fromInclusive, toInclusive, visitor);
    }

    @Override
    public long sizeBytes() {
        return store.sizeBytes();
    }

    /** The store is closed by whoever opened it. */
    @Override
    public void close() {
        // On purpose: see above.
    }
}
