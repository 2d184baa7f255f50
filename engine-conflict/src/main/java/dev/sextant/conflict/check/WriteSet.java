package dev.sextant.conflict.check;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
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
 *   buffered \ next   put      delete   merge
 *   nothing           put      delete   merge
 *   put v             put      delete   put f(v)
 *   delete            put      delete   put f(null)
 *   merges            put      delete   merges, one more
 * </pre>
 *
 * <p>A row that was put or deleted is tied to what the snapshot shows of it: merging into a value of one's own does not make
 * the write commutative again. Arrays handed in are kept, not copied; nobody changes them.
 */
public final class WriteSet {
    private final TreeMap<RowKey, PendingWrite> rows = new TreeMap<>();
    private long sizeBytes;

    /** Gives the row a value, whatever it was. */
    public void put(RowKey row, byte[] value) {
        store(row, new PendingWrite(new Put(value), observed(row)));
    }

    /** Removes the row, if there is one. */
    public void delete(RowKey row) {
        store(row, new PendingWrite(new Delete(), observed(row)));
    }

    /**
     * Merges an operand into the row. On a value that the transaction wrote itself the function runs at once, and what it
     * throws leaves everything unchanged.
     */
    public void merge(RowKey row, MergeFunction function, byte[] operand) {
        PendingWrite earlier = rows.get(row);
        if (earlier == null) {
            store(row, new PendingWrite(Merge.of(function, operand), null));
        } else if (earlier.operation() instanceof Merge merges) {
            store(row, new PendingWrite(merges.andThen(function, operand), null));
        } else {
            byte[] merged =
                    Merge.of(function, operand).after(earlier.operation().after(null));
            store(row, new PendingWrite(new Put(merged), earlier.observed()));
        }
    }

    /** Notes what the snapshot shows of a row that was put or deleted. */
    public void observe(RowKey row, Observed observed) {
        PendingWrite write = Check.present(rows.get(row), "only what is written is observed");
        Check.state(write.observed() == null || observed.equals(write.observed()), "a snapshot does not change", row);
        rows.put(row, new PendingWrite(write.operation(), observed));
    }

    /** What is buffered for the row, if anything. */
    public @Nullable PendingWrite get(RowKey row) {
        return rows.get(row);
    }

    /** What has been observed of the row; null if nobody has looked or there was no need. */
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

    /** Whether a row is merged into, so that a function has to run where it commits. */
    public boolean merges() {
        return rows.values().stream().anyMatch(PendingWrite::isMerge);
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

    private void store(RowKey row, PendingWrite write) {
        PendingWrite earlier = rows.put(row, write);
        sizeBytes += write.operation().sizeBytes();
        sizeBytes += earlier == null ? row.key().length : -earlier.operation().sizeBytes();
    }
}
