package dev.sextant.conflict.check;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction knows of a range of keys: exactly these rows were there at its snapshot, in this order, and no others.
 * Tombstones are left out, so that neither a new one over a row that never showed nor the purge of an old one matters. The
 * range is what was really walked: a scan that stopped at its limit says nothing of the keys after its last row.
 */
public record RangeRead(PageId table, KeyRange covered, List<SeenRow> rows) {
    public RangeRead {
        rows = List.copyOf(rows);
        for (int i = 0; i < rows.size(); i++) {
            byte[] key = rows.get(i).key();
            Check.argument(covered.contains(key), "the rows of a range lie in it");
            Check.argument(
                    i == 0 || Arrays.compareUnsigned(rows.get(i - 1).key(), key) < 0,
                    "the rows of a range are in ascending order");
        }
    }

    boolean contains(RowKey row) {
        return table.equals(row.table()) && covered.contains(row.key());
    }

    /** The part of this range that lies in another one. */
    RangeRead within(KeyRange part) {
        byte @Nullable [] to = part.to();
        int end = to == null ? rows.size() : firstFrom(to);
        return new RangeRead(table, part, rows.subList(firstFrom(part.from()), end));
    }

    /** The index of the first row at or after the key. */
    private int firstFrom(byte[] key) {
        int low = 0;
        int high = rows.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Arrays.compareUnsigned(rows.get(middle).key(), key) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    long sizeBytes() {
        byte @Nullable [] to = covered.to();
        long size = (long) covered.from().length + (to == null ? 0 : to.length);
        for (SeenRow row : rows) {
            size += row.key().length + Long.BYTES;
        }
        return size;
    }
}
