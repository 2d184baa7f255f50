package dev.sextant.conflict.check;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * One scan of a transaction: merges the rows of the snapshot, as they come, with the transaction's own writes, and notes what
 * the snapshot held in the part of the range that was walked. It goes on where a missing page has stopped it, so a scan
 * over many pages walks each of them once. The transaction writes nothing meanwhile.
 */
public final class TransactionScan {
    private final Rows snapshot;
    private final PageId table;
    private final KeyRange range;
    private final ScanDirection direction;
    private final int maxRows;
    private final long maxBytes;
    private final @Nullable ReadSet reads;

    private final NavigableMap<RowKey, PendingWrite> own;
    private Map.@Nullable Entry<RowKey, PendingWrite> nextOwn;
    private final List<Found> found = new ArrayList<>();
    private final List<SeenRow> seen = new ArrayList<>();
    private long foundBytes;
    /** What of the range has not been visited yet. */
    private KeyRange rest;

    private boolean isWalked;

    /** A row of the answer. Merges are evaluated only after the read is on record, so that a refusal counts as an answer. */
    private record Found(
            byte[] key, byte @Nullable [] below, @Nullable RowOperation operation) {
        long sizeBytes() {
            return key.length + (below == null ? 0L : below.length) + (operation == null ? 0 : operation.sizeBytes());
        }
    }

    /** Reads go on record in {@code reads}, if there is such a record. */
    TransactionScan(
            Rows snapshot,
            WriteSet writes,
            @Nullable ReadSet reads,
            PageId table,
            KeyRange range,
            ScanDirection direction,
            int maxRows,
            long maxBytes) {
        Check.argument(maxRows > 0 && maxBytes > 0, "a scan has room for at least one row");
        this.snapshot = snapshot;
        this.table = table;
        this.range = range;
        this.direction = direction;
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
        this.reads = reads;
        own = writes.rows(table, range, direction);
        nextOwn = own.firstEntry();
        rest = range;
    }

    /**
     * The rows, in the order of the direction. If it throws for a missing page it is called again once the page is there; if
     * it throws because a merge function refuses, it would do so again.
     */
    public List<VisibleRow> run() {
        if (!isWalked) {
            snapshot.scan(table, rest, direction, this::visit);
            takeOwnBefore(null);
            if (reads != null) {
                reads.addRange(read());
            }
            isWalked = true;
        }
        List<VisibleRow> rows = new ArrayList<>(found.size());
        for (Found each : found) {
            byte @Nullable [] value = each.operation == null ? each.below : each.operation.after(each.below);
            rows.add(new VisibleRow(each.key, Check.present(value, "a deleted row is not in the answer")));
        }
        return rows;
    }

    /** Whether the rows found exceed {@code maxBytes}, so that the scan has ended with them though there may be more. */
    public boolean isOverBytes() {
        return foundBytes > maxBytes;
    }

    private boolean visit(byte[] key, RowState row) {
        takeOwnBefore(key);
        if (isFull()) {
            return false;
        }
        Map.Entry<RowKey, PendingWrite> overlay = nextOwn;
        if (overlay != null && Arrays.equals(overlay.getKey().key(), key)) {
            take(key, row, overlay.getValue().operation()); // may throw: what follows must not have happened then
            nextOwn = own.higherEntry(overlay.getKey());
        } else if (!row.isTombstone()) {
            add(new Found(key, row.value(), null));
        }
        if (!row.isTombstone()) {
            seen.add(new SeenRow(key, row.lsn()));
        }
        rest = range.restAfter(key, direction);
        return !isFull();
    }

    /** Takes the own rows that the snapshot does not have and that come before the key; null takes all that are left. */
    private void takeOwnBefore(byte @Nullable [] key) {
        for (Map.Entry<RowKey, PendingWrite> next = nextOwn; next != null && !isFull(); next = nextOwn) {
            byte[] ownKey = next.getKey().key();
            if (key != null && !comesBefore(ownKey, key)) {
                return;
            }
            take(ownKey, null, next.getValue().operation());
            nextOwn = own.higherEntry(next.getKey());
        }
    }

    private void take(byte[] key, @Nullable RowState below, RowOperation operation) {
        if (operation instanceof RowOperation.Merge) {
            add(new Found(key, RowState.valueOf(below), operation));
        } else if (operation instanceof RowOperation.Put) {
            add(new Found(key, null, operation));
        }
    }

    private void add(Found row) {
        found.add(row);
        foundBytes += row.sizeBytes();
    }

    private boolean comesBefore(byte[] key, byte[] other) {
        int order = Arrays.compareUnsigned(key, other);
        return direction == ScanDirection.ASCENDING ? order < 0 : order > 0;
    }

    private boolean isFull() {
        return found.size() == maxRows || isOverBytes();
    }

    /** What the answer rests on: the range, or if there was no room for more, the part of it up to the last row. */
    private RangeRead read() {
        KeyRange covered =
                isFull() ? range.walkedUpTo(found.get(found.size() - 1).key(), direction) : range;
        List<SeenRow> ascending = new ArrayList<>(seen);
        if (direction == ScanDirection.DESCENDING) {
            Collections.reverse(ascending);
        }
        return new RangeRead(table, covered, ascending);
    }
}
