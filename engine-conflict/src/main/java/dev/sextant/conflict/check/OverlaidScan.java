package dev.sextant.conflict.check;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One scan of a transaction: merges the rows of the snapshot, as they come, with the transaction's own writes in the range,
 * and notes which part of the range the snapshot was needed for and what it held there.
 */
final class OverlaidScan implements RowVisitor {
    private final PageId table;
    private final KeyRange range;
    private final ScanDirection direction;
    private final int limit;
    private final Iterator<Map.Entry<RowKey, PendingWrite>> own;
    private Map.@Nullable Entry<RowKey, PendingWrite> nextOwn;
    private final List<Found> found = new ArrayList<>();
    private final List<SeenRow> seen = new ArrayList<>();

    /** A row of the answer. Merges wait here: they are evaluated after the read has been put on record. */
    private record Found(
            byte[] key, byte @Nullable [] below, @Nullable RowOperation operation) {}

    OverlaidScan(PageId table, KeyRange range, ScanDirection direction, int limit, WriteSet writes) {
        Check.argument(limit > 0, "a scan asks for at least one row");
        this.table = table;
        this.range = range;
        this.direction = direction;
        this.limit = limit;
        own = writes.rows(table, range, direction).entrySet().iterator();
        advanceOwn();
    }

    @Override
    public boolean visit(byte[] key, RowState row) {
        takeOwnBefore(key);
        if (isFull()) {
            return false;
        }
        if (!row.isTombstone()) {
            seen.add(new SeenRow(key, row.lsn()));
        }
        Map.Entry<RowKey, PendingWrite> overlay = nextOwn;
        if (overlay != null && Arrays.equals(overlay.getKey().key(), key)) {
            advanceOwn();
            take(key, row, overlay.getValue());
        } else if (!row.isTombstone()) {
            found.add(new Found(key, row.value(), null));
        }
        return !isFull();
    }

    /** Takes the own rows behind the last of the snapshot. */
    void finish() {
        takeOwnBefore(null);
    }

    /** What the answer rests on. */
    RangeRead read() {
        KeyRange covered =
                isFull() ? range.walkedUpTo(found.get(found.size() - 1).key(), direction) : range;
        if (direction == ScanDirection.DESCENDING) {
            Collections.reverse(seen);
        }
        return new RangeRead(table, covered, seen);
    }

    List<VisibleRow> result() {
        List<VisibleRow> rows = new ArrayList<>(found.size());
        for (Found each : found) {
            byte @Nullable [] value = each.operation == null ? each.below : each.operation.after(each.below);
            rows.add(new VisibleRow(each.key, Check.present(value, "a deleted row is not in the answer")));
        }
        return rows;
    }

    private void takeOwnBefore(byte @Nullable [] key) {
        for (Map.Entry<RowKey, PendingWrite> next = nextOwn; next != null && !isFull(); next = nextOwn) {
            byte[] ownKey = next.getKey().key();
            if (key != null && !comesBefore(ownKey, key)) {
                return;
            }
            advanceOwn();
            take(ownKey, null, next.getValue());
        }
    }

    private void take(byte[] key, @Nullable RowState below, PendingWrite write) {
        if (write.operation() instanceof RowOperation.Delete) {
            return;
        }
        boolean needsBelow = write.operation() instanceof RowOperation.Merge;
        found.add(new Found(key, needsBelow ? RowState.valueOf(below) : null, write.operation()));
    }

    private boolean comesBefore(byte[] key, byte[] other) {
        int order = Arrays.compareUnsigned(key, other);
        return direction == ScanDirection.ASCENDING ? order < 0 : order > 0;
    }

    private boolean isFull() {
        return found.size() == limit;
    }

    private void advanceOwn() {
        nextOwn = own.hasNext() ? own.next() : null;
    }
}
