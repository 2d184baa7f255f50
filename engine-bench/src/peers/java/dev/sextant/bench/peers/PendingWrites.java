package dev.sextant.bench.peers;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one transaction has written and not yet handed to its store, in the order of the keys. Not safe for use by several threads. */
final class PendingWrites {
    /** A row that was deleted has the value null. */
    private final NavigableMap<byte[], byte @Nullable []> rows = new TreeMap<>(Arrays::compareUnsigned);

    void put(byte[] key, byte[] value) {
        rows.put(key, value);
    }

    void delete(byte[] key) {
        rows.put(key, null);
    }

    /** Whether this transaction has written the row; {@link #get} then tells what, and nobody else need be asked. */
    boolean has(byte[] key) {
        return rows.containsKey(key);
    }

    /** What was written; null for a row that was deleted. */
    byte @Nullable [] get(byte[] key) {
        return rows.get(key);
    }

    /** All that was written. */
    NavigableMap<byte[], byte @Nullable []> all() {
        return rows;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /**
     * How many rows a scan finds.
     *
     * @param stored the keys that the store has from there on, ascending
     */
    int count(Iterator<byte[]> stored, byte[] from, int limit) {
        NavigableMap<byte[], byte @Nullable []> written = rows.tailMap(from, true);
        NavigableSet<byte[]> found = new TreeSet<>(Arrays::compareUnsigned);
        while (found.size() < limit + written.size() && stored.hasNext()) {
            found.add(stored.next());
        }
        written.forEach((key, value) -> {
            if (value == null) {
                found.remove(key);
            } else {
                found.add(key);
            }
        });
        return Math.min(limit, found.size());
    }
}
