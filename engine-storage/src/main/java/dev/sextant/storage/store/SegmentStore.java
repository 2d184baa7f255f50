package dev.sextant.storage.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One segment's disk: ordered byte keys and values in five {@linkplain ColumnFamily families}.
 *
 * <p><b>Order.</b> Keys compare as unsigned bytes, a prefix before what it is a prefix of.
 *
 * <p><b>Durability.</b> When {@link #write(StoreBatch)} returns, the whole batch survives the death of the process and the
 * loss of power; a caller that needs less says so with {@link Durability}. If it throws, or never returns, the batch is found
 * after reopening either whole or not at all. What is found is always a prefix of what was written.
 *
 * <p><b>Integrity.</b> Every value carries a CRC32C over its family, key and bytes, verified by every read. A value that
 * fails it is never served: the read throws {@link StoreCorruptException}, other keys stay readable, and writing the key
 * again repairs it.
 *
 * <p><b>Failure.</b> After the first {@link StoreFailedException} the handle cannot know what the disk holds and refuses
 * everything but {@link #close}; open the store anew to see what is there.
 *
 * <p><b>Thread safety.</b> One thread writes at a time; any thread reads at any time. A read that starts after
 * {@code write} returned sees that batch; no read sees half a batch, and a scan sees one state from its start to its end.
 * Any thread may close at any time: the close waits for the calls in progress.
 */
public interface SegmentStore extends AutoCloseable {
    /** Whose data this is, as written at creation and verified at opening. */
    StoreIdentity identity();

    /**
     * Applies the batch atomically and returns when it is as durable as is asked for. An empty batch does nothing, so it does
     * not sync what was written before, either.
     *
     * @throws StoreFailedException if the disk is full or failing; the handle is of no use any more
     * @throws StoreCorruptException if the store met damage when it tidied up; the handle is of no use any more either
     */
    void write(StoreBatch batch, Durability durability);

    /** Applies the batch atomically and returns when it, and all before it, is {@link Durability#SYNCED}. */
    default void write(StoreBatch batch) {
        write(batch, Durability.SYNCED);
    }

    /**
     * The value of the key, or null if there is none.
     *
     * @throws StoreCorruptException if there is one, but its checksum does not match
     */
    byte @Nullable [] get(ColumnFamily family, byte[] key);

    /**
     * Visits the entries of {@code [fromInclusive, toExclusive)} in ascending order until the visitor says stop.
     *
     * @param fromInclusive the lower bound; an empty array for the first key
     * @param toExclusive the upper bound, or null for no bound
     * @throws StoreCorruptException at the first entry whose checksum does not match
     */
    void scan(ColumnFamily family, byte[] fromInclusive, byte @Nullable [] toExclusive, StoreVisitor visitor);

    /**
     * Visits the entries of {@code [toInclusive, fromInclusive]} in descending order until the visitor says stop.
     *
     * @param fromInclusive the upper bound, where the scan starts, or null for the last key
     * @param toInclusive the lower bound, where it ends; an empty array for no bound
     * @throws StoreCorruptException at the first entry whose checksum does not match
     */
    void scanReverse(ColumnFamily family, byte @Nullable [] fromInclusive, byte[] toInclusive, StoreVisitor visitor);

    /** About how many bytes the store takes on its disk now. Not for hot paths: it may look at every file. */
    long sizeBytes();

    /**
     * Makes a directory that holds the store as it is now, as if it had been closed, and goes on. It costs little, for it shares
     * what never changes. It stays as it is until it is thawed or the store is frozen again.
     *
     * @throws UnsupportedOperationException if the store is not in files
     * @throws StoreFailedException if the disk does not play along; the store goes on
     */
    default Path freeze() {
        throw new UnsupportedOperationException(identity() + " is not in files, so it cannot be frozen");
    }

    /** Releases the disk. Loses nothing that the machine does not lose. Closing twice does nothing. */
    @Override
    void close();
}
