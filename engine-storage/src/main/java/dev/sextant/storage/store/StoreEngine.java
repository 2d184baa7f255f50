package dev.sextant.storage.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What an implementation has to supply; {@link CheckedStore} makes a {@link SegmentStore} of it. Values are sealed bytes
 * here, of no meaning to the engine. Bounds and order are those of {@code SegmentStore}.
 *
 * <p>The caller holds these promises: no call starts after {@link #close} did or while it runs; no two writes run at the
 * same time; batches are not empty; after a {@link StoreFailedException} only {@code close} is called.
 */
public interface StoreEngine {
    /** The disk's name in messages. */
    String place();

    /** Whose data this is. */
    StoreIdentity identity();

    /** Applies the batch atomically and as durably as is asked for, or throws; only {@code close} follows then. */
    void write(StoreBatch batch, Durability durability);

    /** The sealed value, or null. */
    byte @Nullable [] get(ColumnFamily family, byte[] key);

    /** Visits sealed entries in ascending order. */
    void scan(ColumnFamily family, byte[] fromInclusive, byte @Nullable [] toExclusive, StoreVisitor visitor);

    /** Visits sealed entries in descending order. */
    void scanReverse(ColumnFamily family, byte @Nullable [] fromInclusive, byte[] toInclusive, StoreVisitor visitor);

    /** About how many bytes are taken on the disk. */
    long sizeBytes();

    /** As {@link SegmentStore#freeze}. */
    default Path freeze() {
        throw new UnsupportedOperationException(place() + " is not in files, so it cannot be frozen");
    }

    /** Releases everything; called once, also after a failure. */
    void close();
}
