package dev.sextant.conflict.check;

import dev.sextant.api.ConflictKind;
import dev.sextant.api.Lsn;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.check.CheckResult.MergeFailed;
import dev.sextant.conflict.check.CheckResult.Passed;
import dev.sextant.conflict.check.CheckResult.RowConflict;
import dev.sextant.conflict.check.RowOperation.Merge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a transaction may commit on top of the newest rows, and what it then writes.
 *
 * <ul>
 *   <li>A row that it puts or deletes must not have been written since its snapshot: first committer wins.
 *   <li>A row or range that it read must still read the same, if it is serializable.
 *   <li>A row that it merely merges into never conflicts: the merges are evaluated on the newest value.
 * </ul>
 *
 * The check has no memory and changes nothing, so a rebase is the same check once more, on the newer rows. The earlier
 * members of a group are part of the newest rows, at an LSN that no snapshot has seen, so among members, too, the first
 * wins. Every row and range that the verdict rests on is asked for in the rows given, though it be a delete that finds
 * nothing to remove: whoever supplies them sees which pages a serializable transaction depends on.
 */
public final class RowCheck {
    private RowCheck() {}

    /** Checks the transaction against the newest rows. Merge functions run only when nothing conflicts. */
    public static CheckResult check(CheckedTransaction transaction, Rows newest) {
        CheckResult conflict = checkWrites(transaction.writes(), newest);
        if (conflict == null) {
            conflict = checkPoints(transaction.reads(), newest);
        }
        if (conflict == null) {
            conflict = checkRanges(transaction.reads(), newest);
        }
        return conflict == null ? evaluate(transaction.writes(), newest) : conflict;
    }

    private static @Nullable CheckResult checkWrites(WriteSet writes, Rows newest) {
        for (Map.Entry<RowKey, PendingWrite> write : writes.rows().entrySet()) {
            if (!write.getValue().isMerge()) {
                RowKey row = write.getKey();
                Observed observed = observed(write.getValue());
                Observed found = Observed.of(newest.row(row.table(), row.key()));
                if (observed.writtenBefore(found)) {
                    return new RowConflict(ConflictKind.ROW_WRITTEN, row, observed.lsn(), found.lsn());
                }
            }
        }
        return null;
    }

    private static @Nullable CheckResult checkPoints(ReadSet reads, Rows newest) {
        for (Map.Entry<RowKey, Observed> read : reads.points().entrySet()) {
            RowKey row = read.getKey();
            Observed observed = read.getValue();
            Observed found = Observed.of(newest.row(row.table(), row.key()));
            if (observed.readsUnlike(found)) {
                return new RowConflict(ConflictKind.ROW_READ, row, observed.lsn(), found.lsn());
            }
        }
        return null;
    }

    private static @Nullable CheckResult checkRanges(ReadSet reads, Rows newest) {
        for (RangeRead range : reads.ranges()) {
            RangeComparison comparison = new RangeComparison(range);
            newest.scan(range.table(), range.covered(), ScanDirection.ASCENDING, comparison);
            CheckResult conflict = comparison.finish();
            if (conflict != null) {
                return conflict;
            }
        }
        return null;
    }

    /** Walks a range as it is now beside the range as it was read. */
    private static final class RangeComparison implements RowVisitor {
        private final RangeRead read;
        private int next;
        private @Nullable RowConflict conflict;

        private RangeComparison(RangeRead read) {
            this.read = read;
        }

        @Override
        public boolean visit(byte[] key, RowState row) {
            Check.state(conflict == null, "a scan ends when its visitor has enough");
            if (row.isTombstone()) {
                return true;
            }
            SeenRow expected = next < read.rows().size() ? read.rows().get(next) : null;
            int order = expected == null ? 1 : Arrays.compareUnsigned(expected.key(), key);
            if (expected == null || order > 0) {
                conflict = conflict(key, Lsn.ZERO, row.lsn());
            } else if (order < 0) {
                conflict = conflict(expected.key(), expected.lsn(), Lsn.ZERO);
            } else if (!expected.lsn().equals(row.lsn())) {
                conflict = conflict(key, expected.lsn(), row.lsn());
            }
            next++;
            return conflict == null;
        }

        private @Nullable RowConflict finish() {
            if (conflict == null && next < read.rows().size()) {
                SeenRow missing = read.rows().get(next);
                conflict = conflict(missing.key(), missing.lsn(), Lsn.ZERO);
            }
            return conflict;
        }

        private RowConflict conflict(byte[] key, Lsn observed, Lsn found) {
            return new RowConflict(ConflictKind.RANGE_READ, new RowKey(read.table(), key), observed, found);
        }
    }

    private static CheckResult evaluate(WriteSet writes, Rows newest) {
        List<RowWrite> rows = new ArrayList<>(writes.rowCount());
        for (Map.Entry<RowKey, PendingWrite> write : writes.rows().entrySet()) {
            RowKey row = write.getKey();
            RowOperation operation = write.getValue().operation();
            byte @Nullable [] value;
            if (operation instanceof Merge) {
                byte @Nullable [] current = RowState.valueOf(newest.row(row.table(), row.key()));
                try {
                    value = operation.after(current);
                } catch (RuntimeException refusal) {
                    return new MergeFailed(row, refusal);
                } catch (AssertionError | LinkageError | StackOverflowError bug) {
                    // The function is the application's, and so is the bug: it must not end the writer.
                    return new MergeFailed(row, new IllegalStateException("the merge function threw " + bug, bug));
                }
            } else {
                value = operation.after(null);
            }
            if (value != null || removesSomething(write.getValue())) {
                rows.add(new RowWrite(row, value));
            }
        }
        return new Passed(rows);
    }

    /** A delete of what was not there at the snapshot, and has not been written since, leaves no tombstone. */
    private static boolean removesSomething(PendingWrite delete) {
        return observed(delete).isLive();
    }

    private static Observed observed(PendingWrite write) {
        return Check.present(write.observed(), "a transaction is checked after all it writes has been observed");
    }
}
