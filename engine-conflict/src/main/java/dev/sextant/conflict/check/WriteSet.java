package dev.sextant.conflict.check;

import dev.sextant.api.PageId;
import dev.sextant.conflict.check.RowOperation.Delete;
import dev.sextant.conflict.check.RowOperation.Merge;
import dev.sextant.conflict.check.RowOperation.Put;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a transaction writes, sorted, with one operation each: a later write of a row is folded into the earlier.
 *
 * <pre>
 *   buffered \ next   put      insert       delete   merge
 *   nothing           put      put, or dup  delete   merge
 *   put v             put      dup          delete   put f(v)
 *   delete            put      put          delete   put f(null)
 *   merges            put      dup          delete   merges, one more
 * </pre>
 *
 * <p>A row stays tied to what was observed of it from the first write on that is no merge: merging into a value of one's
 * own does not make the write commutative again. Arrays handed in are kept, not copied; nobody changes them.
 */
public final class WriteSet {
    private final TreeMap<RowKey, PendingWrite> rows = new TreeMap<>();
    private long sizeBytes;

    /** Gives the row a value, whatever it was. */
    public void put(RowKey row, byte[] value, Observed observed) {
        replace(row, new Put(value), observed);
    }

    /** Gives a row that the transaction does not see a value; false, and nothing is changed, if it does see one. */
    public boolean insert(RowKey row, byte[] value, Observed observed) {
        PendingWrite earlier = rows.get(row);
        boolean exists = earlier == null ? observed.isLive() : !(earlier.operation() instanceof Delete);
        if (!exists) {
            put(row, value, observed);
        }
        return !exists;
    }

    /** Removes the row, if there is one. */
    public void delete(RowKey row, Observed observed) {
        replace(row, new Delete(), observed);
    }

    /**
     * Merges an operand into the row. On a value that the transaction wrote itself the function runs at once, and what it
     * throws leaves everything unchanged.
     */
    public void merge(RowKey row, MergeFunction function, byte[] operand) {
        PendingWrite earlier = rows.get(row);
        if (earlier == null) {
            store(row, new PendingWrite(new Merge(null, function, operand), null));
        } else if (earlier.operation() instanceof Merge merges) {
            // The chain keeps its bytes, so only the new operand is counted: n merges of one row cost n, not n squared.
            rows.put(row, new PendingWrite(new Merge(merges, function, operand), null));
            sizeBytes += operand.length;
        } else {
            byte[] merged =
                    new Merge(null, function, operand).after(earlier.operation().after(null));
            store(row, new PendingWrite(new Put(merged), earlier.observed()));
        }
    }

    /** What is buffered for the row, if anything. */
    public @Nullable PendingWrite get(RowKey row) {
        return rows.get(row);
    }

    /** What the buffered write of the row has observed; null if there is none or it only merges. */
    public @Nullable Observed observed(RowKey row) {
        PendingWrite write = rows.get(row);
        return write == null ? null : write.observed();
    }

    /** All rows in their order. */
    public NavigableMap<RowKey, PendingWrite> rows() {
        return Collections.unmodifiableNavigableMap(rows);
    }

    /** The rows of a range of a table, in the order of the direction. */
    public NavigableMap<RowKey, PendingWrite> rows(PageId table, KeyRange range, ScanDirection direction) {
        NavigableMap<RowKey, PendingWrite> part = range.cut(table, rows());
        return direction == ScanDirection.ASCENDING ? part : part.descendingMap();
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    public int rowCount() {
        return rows.size();
    }

    /** The bytes of the keys, values and operands. */
    public long sizeBytes() {
        return sizeBytes;
    }

    private void replace(RowKey row, RowOperation operation, Observed observed) {
        Observed first = observed(row);
        store(row, new PendingWrite(operation, first == null ? observed : first));
    }

    private void store(RowKey row, PendingWrite write) {
        PendingWrite earlier = rows.put(row, write);
        sizeBytes += write.operation().sizeBytes();
        sizeBytes += earlier == null ? row.key().length : -earlier.operation().sizeBytes();
    }
}
