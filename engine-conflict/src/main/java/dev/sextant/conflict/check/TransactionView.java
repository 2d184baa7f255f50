package dev.sextant.conflict.check;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.ArrayDeque;
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
    /** The rows put or deleted of which nobody knows yet what the snapshot shows. */
    private final ArrayDeque<RowKey> unobserved = new ArrayDeque<>();

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
        if (own != null && !own.isMerge()) {
            return own.operation().after(null);
        }
        RowState below = snapshot.row(table, key);
        byte @Nullable [] value = RowState.valueOf(below);
        if (isSerializable) {
            reads.addPoint(row, Observed.of(below));
        }
        return own == null ? value : own.operation().after(value);
    }

    /**
     * The rows of the range as this transaction sees them: at most {@code maxRows}, and none after the one with which their
     * keys and values exceed {@code maxBytes}.
     */
    public TransactionScan scan(PageId table, KeyRange range, ScanDirection direction, int maxRows, long maxBytes) {
        checkRunning();
        ReadSet record = isSerializable ? reads : null;
        return new TransactionScan(snapshot, writes, record, table, range, direction, maxRows, maxBytes);
    }

    /** Gives the row a value. Asks the snapshot for nothing. */
    public void put(PageId table, byte[] key, byte[] value) {
        RowKey row = writable(table, key);
        willObserve(row);
        writes.put(row, value);
    }

    /** Gives a row that this transaction does not see a value; false, and nothing is written, if it sees one. */
    public boolean insert(PageId table, byte[] key, byte[] value) {
        RowKey row = writable(table, key);
        PendingWrite own = writes.get(row);
        if (own != null) {
            boolean isDeleted = own.operation() instanceof RowOperation.Delete;
            if (isDeleted) {
                writes.put(row, value);
            }
            return isDeleted;
        }
        Observed observed = Observed.of(snapshot.row(table, key));
        if (!observed.isLive()) {
            writes.put(row, value);
            writes.observe(row, observed);
        } else if (isSerializable) {
            reads.addPoint(row, observed);
        }
        return !observed.isLive();
    }

    /** Removes the row, if there is one. Asks the snapshot for nothing. */
    public void delete(PageId table, byte[] key) {
        RowKey row = writable(table, key);
        willObserve(row);
        writes.delete(row);
    }

    /**
     * Merges the operand into whatever the row holds when the transaction commits. Asks the snapshot for nothing; throws if
     * the row holds a value of this transaction and the function refuses it.
     */
    public void merge(PageId table, byte[] key, MergeFunction function, byte[] operand) {
        writes.merge(writable(table, key), function, operand);
    }

    /** What is written so far. */
    public WriteSet writes() {
        return writes;
    }

    /** What is to be validated so far; empty unless serializable. */
    public ReadSet reads() {
        return reads;
    }

    /**
     * Ends the transaction's running part and hands out what to check; from here on the view refuses everything. Looks up what
     * the snapshot shows of each row that was put or deleted; if it throws for a missing page it goes on where it was when
     * called again.
     */
    public CheckedTransaction finish() {
        checkRunning();
        for (RowKey row = unobserved.peek(); row != null; row = unobserved.peek()) {
            writes.observe(row, Observed.of(snapshot.row(row.table(), row.key())));
            unobserved.remove();
        }
        isFinished = true;
        return new CheckedTransaction(writes, reads);
    }

    /** Notes that the row has to be looked up, unless it was put or deleted before. */
    private void willObserve(RowKey row) {
        PendingWrite own = writes.get(row);
        if (own == null || own.isMerge()) {
            unobserved.add(row);
        }
    }

    private RowKey writable(PageId table, byte[] key) {
        checkRunning();
        return new RowKey(table, key);
    }

    private void checkRunning() {
        Check.state(!isFinished, "a transaction that was handed over for its commit neither reads nor writes");
    }
}
