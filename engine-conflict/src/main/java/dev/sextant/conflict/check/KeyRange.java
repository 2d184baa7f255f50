package dev.sextant.conflict.check;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.Arrays;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys from {@code from}, inclusive, to {@code to}, exclusive; no {@code to} means to the end of the table, an empty
 * {@code from} from its start. Every other kind of bound is one of these: see {@link #after}. A range whose end is before its
 * start is empty. Nobody changes the bytes.
 */
public record KeyRange(byte[] from, byte @Nullable [] to) {
    private static final byte[] START = {};

    /** Every key of a table. */
    public static final KeyRange ALL = new KeyRange(START, null);

    public KeyRange {
        if (to != null && Arrays.compareUnsigned(to, from) < 0) {
            to = from;
        }
    }

    /** The smallest key greater than this one: as {@code from} it excludes the key, as {@code to} it includes it. */
    public static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    public static KeyRange between(byte[] from, byte[] to) {
        return new KeyRange(from, to);
    }

    public static KeyRange startingAt(byte[] from) {
        return new KeyRange(from, null);
    }

    public static KeyRange endingBefore(byte[] to) {
        return new KeyRange(START, to);
    }

    public boolean contains(byte[] key) {
        return Arrays.compareUnsigned(from, key) <= 0 && endsAfter(key);
    }

    public boolean isEmpty() {
        return to != null && Arrays.equals(from, to);
    }

    /** Whether the key lies before the end of this range. */
    boolean endsAfter(byte[] key) {
        return to == null || Arrays.compareUnsigned(key, to) < 0;
    }

    /** The rows of the table in this range, ascending; a view of the map. */
    <V> NavigableMap<RowKey, V> cut(PageId table, NavigableMap<RowKey, V> rows) {
        NavigableMap<RowKey, V> tail = rows.tailMap(new RowKey(table, from), true);
        if (to != null) {
            return tail.headMap(new RowKey(table, to), false);
        }
        PageId next = new PageId(table.value() + 1);
        return next.compareTo(table) < 0 ? tail : tail.headMap(new RowKey(next, START), false);
    }

    /** What a walk in this direction has covered of the range when it stopped right after the key, one of the range. */
    KeyRange walkedUpTo(byte[] key, ScanDirection direction) {
        Check.state(contains(key), "a walk stops inside its range");
        return direction == ScanDirection.ASCENDING ? new KeyRange(from, after(key)) : new KeyRange(key, to);
    }

    /** What a walk in this direction has still before it after the key, one of the range. */
    KeyRange restAfter(byte[] key, ScanDirection direction) {
        Check.state(contains(key), "a walk stays inside its range");
        return direction == ScanDirection.ASCENDING ? new KeyRange(after(key), to) : new KeyRange(from, key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KeyRange that && Arrays.equals(from, that.from) && Arrays.equals(to, that.to);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(from) + Arrays.hashCode(to);
    }

    @Override
    public String toString() {
        return "[" + RowKey.printable(from) + ", " + (to == null ? "end" : RowKey.printable(to)) + ")";
    }
}
