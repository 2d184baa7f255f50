package dev.sextant.storage.store;

import dev.sextant.api.spi.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Changes that {@link SegmentStore#write} applies all or none, in the order they were added: a later one wins.
 *
 * <p>Values are copied and given their checksum when they are added, so the bytes are guarded from here to the read that
 * returns them. Keys are not copied: leave them alone until the batch is written. A batch may be written more than once
 * and used again after {@link #clear()}. Not thread safe.
 */
public final class StoreBatch {
    /** What an operation costs beyond its key and value: kind, family and lengths. */
    private static final int OPERATION_OVERHEAD_BYTES = 12;

    /** Takes the changes of a batch in order; values come sealed, as they lie on disk. */
    public interface Operations {
        /** Sets the key, whether it is there or not. */
        void put(ColumnFamily family, byte[] key, byte[] sealedValue);

        /** Removes the key, if it is there. */
        void delete(ColumnFamily family, byte[] key);

        /** Removes all keys of {@code [fromInclusive, toExclusive)}. */
        void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive);
    }

    /** One change, waiting to be given to whoever performs it. */
    @FunctionalInterface
    private interface Operation {
        void applyTo(Operations target);
    }

    private final List<Operation> operations = new ArrayList<>();
    private long sizeBytes;

    /** Sets the key, whether it is there or not. */
    public StoreBatch put(ColumnFamily family, byte[] key, byte[] value) {
        checkKey(key);
        Check.argument(value.length <= StoreLimits.VALUE_MAX_BYTES, "a value is too long");
        byte[] sealed = ValueSeal.seal(family, key, value);
        return add(key.length + sealed.length, target -> target.put(family, key, sealed));
    }

    /** Removes the key, if it is there. */
    public StoreBatch delete(ColumnFamily family, byte[] key) {
        checkKey(key);
        return add(key.length, target -> target.delete(family, key));
    }

    /** Removes all keys of {@code [fromInclusive, toExclusive)}; nothing if the bounds are equal. */
    public StoreBatch deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {
        checkKey(fromInclusive);
        checkKey(toExclusive);
        int order = Arrays.compareUnsigned(fromInclusive, toExclusive);
        Check.argument(order <= 0, "the bounds of a range are the wrong way round");
        if (order == 0) {
            return this;
        }
        return add(
                fromInclusive.length + toExclusive.length,
                target -> target.deleteRange(family, fromInclusive, toExclusive));
    }

    private static void checkKey(byte[] key) {
        Check.argument(key.length > 0, "a key has at least one byte");
        Check.argument(key.length <= StoreLimits.KEY_MAX_BYTES, "a key is too long");
    }

    private StoreBatch add(int payloadBytes, Operation operation) {
        long newSizeBytes = sizeBytes + OPERATION_OVERHEAD_BYTES + payloadBytes;
        Check.argument(newSizeBytes <= StoreLimits.BATCH_MAX_BYTES, "a batch is too large");
        operations.add(operation);
        sizeBytes = newSizeBytes;
        return this;
    }

    /** Gives the changes, in the order they were added, to {@code target}. */
    public void forEach(Operations target) {
        for (Operation operation : operations) {
            operation.applyTo(target);
        }
    }

    /** The number of changes. */
    public int size() {
        return operations.size();
    }

    /** Whether there are no changes. */
    public boolean isEmpty() {
        return operations.isEmpty();
    }

    /** About how many bytes the changes take in a log. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** Forgets all changes. */
    public void clear() {
        operations.clear();
        sizeBytes = 0;
    }
}
