package dev.sextant.conflict.check;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A running transaction: its snapshot with its own writes laid over it. It gathers the writes and, if the transaction is
 * serializable, everything that the answers it gave rest on.
 *
 * <p>A method that throws, be it for a missing page or because a merge function refuses, has not changed what is written;
 * it may be called again. What a refusing merge function has seen of the snapshot counts as read.
 *
 * <p>What counts as read is the snapshot, never the transaction's own writes: a put that is read back depends on nothing,
 * a merge that is read back depends on the row below it. What a write observed needs no read beside it: the write's own
 * check is the stricter one.
 */
public final class TransactionView {
    private final Rows snapshot;
    private final boolean isSerializable;
    private final WriteSet writes = new WriteSet();
    private final ReadSet reads = new ReadSet();
    private boolean isFinished;

    private TransactionView(Rows snapshot, boolean isSerializable) {
        this.snapshot = snapshot;
        this.isSerializable = isSerializable;
    }

    /** A transaction whose writes alone are checked when it commits. */
    public static TransactionView ofSnapshot(Rows snapshot) {
        return new TransactionView(snapshot, false);
    }

    /** A transaction whose reads are validated, too, when it commits. */
    public static TransactionView ofSerializable(Rows snapshot) {
        return new TransactionView(snapshot, true);
    }

    /** The row's value as this transaction sees it; null if there is no row. */
    public byte @Nullable [] get(PageId table, byte[] key) {
        checkRunning();
        RowKey row = new RowKey(table, key);
        PendingWrite own = writes.get(row);
        if (own != null && own.observed() != null) {
            return own.operation().after(null);
        }
        RowState below = snapshot.row(table, key);
        byte @Nullable [] value = RowState.valueOf(below);
        if (isSerializable) {
            reads.addPoint(row, Observed.of(below));
        }
        return own == null ? value : own.operation().after(value);
    }

    /** The first rows of the range, in the order of the direction and at most {@code limit}, as this transaction sees them. */
    public List<VisibleRow> scan(PageId table, KeyRange range, ScanDirection direction, int limit) {
        checkRunning();
        OverlaidScan scan = new OverlaidScan(table, range, direction, limit, writes);
        snapshot.scan(table, range, direction, scan);
        scan.finish();
        if (isSerializable) {
            reads.addRange(scan.read());
        }
        return scan.result();
    }

    /** Gives the row a value. */
    public void put(PageId table, byte[] key, byte[] value) {
        RowKey row = new RowKey(table, key);
        writes.put(row, value, observe(row));
    }

    /** Gives a row that this transaction does not see a value; false, and nothing is written, if it sees one. */
    public boolean insert(PageId table, byte[] key, byte[] value) {
        RowKey row = new RowKey(table, key);
        boolean isFirst = writes.get(row) == null;
        Observed observed = observe(row);
        boolean inserted = writes.insert(row, value, observed);
        if (!inserted && isFirst && isSerializable) {
            reads.addPoint(row, observed);
        }
        return inserted;
    }

    /** Removes the row, if there is one. */
    public void delete(PageId table, byte[] key) {
        RowKey row = new RowKey(table, key);
        writes.delete(row, observe(row));
    }

    /** Merges the operand into whatever the row holds when the transaction commits. */
    public void merge(PageId table, byte[] key, MergeFunction function, byte[] operand) {
        checkRunning();
        writes.merge(new RowKey(table, key), function, operand);
    }

    /** What is written so far. */
    public WriteSet writes() {
        return writes;
    }

    /** What is to be validated so far; empty unless serializable. */
    public ReadSet reads() {
        return reads;
    }

    /** Ends the transaction's running part and hands out what to check; from here on the view refuses everything. */
    public CheckedTransaction finish() {
        checkRunning();
        isFinished = true;
        return new CheckedTransaction(writes, reads);
    }

    private Observed observe(RowKey row) {
        checkRunning();
        Observed known = writes.observed(row);
        return known != null ? known : Observed.of(snapshot.row(row.table(), row.key()));
    }

    private void checkRunning() {
        Check.state(!isFinished, "a transaction that was handed over for its commit neither reads nor writes");
    }
}
