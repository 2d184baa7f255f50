package dev.sextant.conflict.check;

import static dev.sextant.conflict.check.MapRows.TABLE;
import static dev.sextant.conflict.check.MapRows.bytes;
import static dev.sextant.conflict.check.MapRows.range;
import static dev.sextant.conflict.check.MapRows.row;
import static dev.sextant.conflict.check.MapRows.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ConflictKind;
import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.conflict.check.CheckResult.MergeFailed;
import dev.sextant.conflict.check.CheckResult.Passed;
import dev.sextant.conflict.check.CheckResult.RowConflict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the check, one story each: what a transaction did, what the others did, and who wins. */
class RowCheckTest {
    private final MapRows start =
            new MapRows().live("b", 10, "1").live("d", 11, "2").tombstone("f", 12);
    private final MapRows now = start.copy();

    @Test
    void writesOfUntouchedRowsPass() {
        TransactionView view = TransactionView.ofSnapshot(start);
        view.put(TABLE, bytes("b"), bytes("mine"));
        view.delete(TABLE, bytes("d"));
        assertTrue(view.insert(TABLE, bytes("f"), bytes("new")));
        assertPasses(view, "b=mine", "d gone", "f=new");
    }

    @Test
    void firstCommitterWins() {
        TransactionView view = TransactionView.ofSnapshot(start);
        view.put(TABLE, bytes("b"), bytes("mine"));
        now.live("b", 20, "theirs");
        assertConflict(view, ConflictKind.ROW_WRITTEN, "b", 10, 20);
    }

    @Test
    void aRowDeletedSinceIsWritten() {
        TransactionView view = TransactionView.ofSnapshot(start);
        view.put(TABLE, bytes("b"), bytes("mine"));
        now.tombstone("b", 20);
        assertConflict(view, ConflictKind.ROW_WRITTEN, "b", 10, 20);
    }

    @Test
    void twoInsertsOfOneRowConflict() {
        TransactionView view = TransactionView.ofSnapshot(start);
        assertTrue(view.insert(TABLE, bytes("a"), bytes("mine")));
        now.live("a", 20, "theirs");
        assertConflict(view, ConflictKind.ROW_WRITTEN, "a", 0, 20);
    }

    @Test
    void aRowThatCameAndWentWasWritten() {
        TransactionView view = TransactionView.ofSnapshot(start);
        view.put(TABLE, bytes("a"), bytes("mine"));
        now.tombstone("a", 20);
        assertConflict(view, ConflictKind.ROW_WRITTEN, "a", 0, 20);
    }

    @Test
    void aPurgedTombstoneIsNoChange() {
        TransactionView view = TransactionView.ofSerializable(start);
        assertEquals(
                List.of(),
                view.scan(TABLE, range("e", null), ScanDirection.ASCENDING, 9, Long.MAX_VALUE)
                        .run());
        view.get(TABLE, bytes("f"));
        assertTrue(view.insert(TABLE, bytes("f"), bytes("mine")));
        now.purge("f");
        assertPasses(view, "f=mine");
    }

    @Test
    void aDeleteOfNothingLeavesNoTombstone() {
        TransactionView view = TransactionView.ofSnapshot(start);
        view.delete(TABLE, bytes("a"));
        view.delete(TABLE, bytes("f"));
        view.put(TABLE, bytes("g"), bytes("short-lived"));
        view.delete(TABLE, bytes("g"));
        assertPasses(view);
    }

    @Test
    void aDeleteOfNothingConflictsWithAnInsert() {
        TransactionView view = TransactionView.ofSnapshot(start);
        view.delete(TABLE, bytes("a"));
        now.live("a", 20, "theirs");
        assertConflict(view, ConflictKind.ROW_WRITTEN, "a", 0, 20);
    }

    @Test
    void mergesTakeTheNewestValueAndNeverConflict() {
        start.live("n", 13, LongAdd.encode(5));
        TransactionView view = TransactionView.ofSnapshot(start);
        view.merge(TABLE, bytes("n"), LongAdd.INSTANCE, LongAdd.encode(2));
        view.merge(TABLE, bytes("n"), LongAdd.INSTANCE, LongAdd.encode(-3));
        CheckedTransaction transaction = view.finish();
        now.live("n", 20, LongAdd.encode(100));
        assertEquals(99, added(RowCheck.check(transaction, now)));
        now.tombstone("n", 21);
        assertEquals(-1, added(RowCheck.check(transaction, now)), "the rebase starts from nothing");
        now.purge("n");
        assertEquals(-1, added(RowCheck.check(transaction, now)));
    }

    @Test
    void aMergeThatWasReadBackIsTiedToTheRow() {
        start.live("n", 13, LongAdd.encode(5));
        now.live("n", 20, LongAdd.encode(100));
        for (boolean serializable : List.of(true, false)) {
            TransactionView view =
                    serializable ? TransactionView.ofSerializable(start) : TransactionView.ofSnapshot(start);
            view.merge(TABLE, bytes("n"), LongAdd.INSTANCE, LongAdd.encode(2));
            assertEquals(7, LongAdd.decode(view.get(TABLE, bytes("n"))));
            if (serializable) {
                assertConflict(view, ConflictKind.ROW_READ, "n", 13, 20);
            } else {
                assertEquals(102, added(RowCheck.check(view.finish(), now)));
            }
        }
    }

    @Test
    void aPutAfterAMergeIsTiedToTheRow() {
        TransactionView view = TransactionView.ofSnapshot(start);
        view.merge(TABLE, bytes("b"), LongAdd.INSTANCE, LongAdd.encode(2));
        view.put(TABLE, bytes("b"), LongAdd.encode(1));
        view.merge(TABLE, bytes("b"), LongAdd.INSTANCE, LongAdd.encode(2));
        CheckedTransaction transaction = view.finish();
        assertEquals(3, added(RowCheck.check(transaction, now)));
        now.live("b", 20, LongAdd.encode(100));
        assertConflict(transaction, ConflictKind.ROW_WRITTEN, "b", 10, 20);
    }

    @Test
    void aRefusedMergeIsAValueAndRunsOnlyWhenNothingConflicts() {
        TransactionView view = TransactionView.ofSnapshot(start);
        view.merge(TABLE, bytes("a"), LongAdd.INSTANCE, LongAdd.encode(Long.MAX_VALUE));
        view.put(TABLE, bytes("b"), bytes("mine"));
        CheckedTransaction transaction = view.finish();
        now.live("a", 20, LongAdd.encode(1));
        MergeFailed failed = assertInstanceOf(MergeFailed.class, RowCheck.check(transaction, now));
        assertEquals(row("a"), failed.row());
        assertInstanceOf(ArithmeticException.class, failed.cause());
        now.live("b", 21, "theirs");
        assertInstanceOf(RowConflict.class, RowCheck.check(transaction, now));
    }

    @Test
    void aMergeFunctionThatReturnsNothingFails() {
        TransactionView view = TransactionView.ofSnapshot(start);
        view.merge(TABLE, bytes("a"), (current, operand) -> null, bytes("x"));
        assertInstanceOf(MergeFailed.class, RowCheck.check(view.finish(), now));
    }

    @Test
    void aBugInAMergeFunctionFailsItsTransactionAndNothingElse() {
        for (Error bug : List.of(new AssertionError("a bug"), new StackOverflowError())) {
            TransactionView view = TransactionView.ofSnapshot(start);
            view.merge(
                    TABLE,
                    bytes("a"),
                    (current, operand) -> {
                        throw bug;
                    },
                    bytes("x"));
            MergeFailed failed = assertInstanceOf(MergeFailed.class, RowCheck.check(view.finish(), now));
            assertEquals(bug, failed.cause().getCause());
        }
    }

    @Test
    void aMissingPageDuringAMergeIsNotTheFunctionsFailure() {
        class PageMissing extends RuntimeException {
            private static final long serialVersionUID = 1;
        }
        TransactionView view = TransactionView.ofSnapshot(start);
        view.merge(TABLE, bytes("b"), (current, operand) -> operand, bytes("x"));
        CheckedTransaction transaction = view.finish();
        now.rows.put(row("b"), new RowState() {
            @Override
            public Lsn lsn() {
                return new Lsn(10);
            }

            @Override
            public boolean isTombstone() {
                return false;
            }

            @Override
            public byte[] value() {
                throw new PageMissing();
            }
        });
        assertThrows(PageMissing.class, () -> RowCheck.check(transaction, now));
        now.live("b", 10, "1");
        assertInstanceOf(Passed.class, RowCheck.check(transaction, now));
    }

    @Test
    void readsAreValidatedOnlyIfSerializable() {
        TransactionView snapshot = TransactionView.ofSnapshot(start);
        TransactionView serializable = TransactionView.ofSerializable(start);
        for (TransactionView view : List.of(snapshot, serializable)) {
            assertEquals("1", text(view.get(TABLE, bytes("b"))));
            view.put(TABLE, bytes("d"), bytes("mine"));
        }
        now.live("b", 20, "theirs");
        assertPasses(snapshot, "d=mine");
        assertConflict(serializable, ConflictKind.ROW_READ, "b", 10, 20);
    }

    @Test
    void absenceIsReadAsAbsenceWhoeverCameAndWent() {
        TransactionView view = TransactionView.ofSerializable(start);
        view.get(TABLE, bytes("a"));
        view.scan(TABLE, KeyRange.ALL, ScanDirection.ASCENDING, 9, Long.MAX_VALUE)
                .run();
        CheckedTransaction transaction = view.finish();
        now.tombstone("a", 20);
        assertInstanceOf(Passed.class, RowCheck.check(transaction, now));
        now.live("a", 21, "theirs");
        assertInstanceOf(RowConflict.class, RowCheck.check(transaction, now));
    }

    @Test
    void aRefusedInsertIsARead() {
        TransactionView view = TransactionView.ofSerializable(start);
        assertFalse(view.insert(TABLE, bytes("b"), bytes("mine")));
        now.tombstone("b", 20);
        assertConflict(view, ConflictKind.ROW_READ, "b", 10, 20);
    }

    @Test
    void phantomsAreFound() {
        assertConflict(
                scanned(range("a", "z"), ScanDirection.ASCENDING, 9), now.copy().live("c", 20, "x"), "c", 0, 20);
        assertConflict(
                scanned(range("a", "z"), ScanDirection.ASCENDING, 9), now.copy().live("y", 20, "x"), "y", 0, 20);
        assertConflict(
                scanned(range("a", "z"), ScanDirection.ASCENDING, 9), now.copy().tombstone("b", 20), "b", 10, 0);
        assertConflict(
                scanned(range("a", "z"), ScanDirection.ASCENDING, 9), now.copy().tombstone("d", 20), "d", 11, 0);
        assertConflict(
                scanned(range("a", "z"), ScanDirection.DESCENDING, 9),
                now.copy().live("b", 20, "1"),
                "b",
                10,
                20);
        assertConflict(
                scanned(range("e", "z"), ScanDirection.DESCENDING, 9),
                now.copy().live("f", 20, "x"),
                "f",
                0,
                20);
    }

    @Test
    void aLimitedScanIsValidatedUpToItsLastRow() {
        MapRows after = now.copy().live("c", 20, "x").tombstone("d", 20);
        MapRows before = now.copy().live("a", 20, "x").live("c", 20, "x").tombstone("b", 20);
        CheckedTransaction first = scanned(KeyRange.ALL, ScanDirection.ASCENDING, 1);
        assertInstanceOf(Passed.class, RowCheck.check(first, after));
        assertConflict(first, before, "a", 0, 20);
        CheckedTransaction last = scanned(KeyRange.ALL, ScanDirection.DESCENDING, 1);
        assertConflict(last, after, "d", 11, 0);
        assertInstanceOf(Passed.class, RowCheck.check(last, before));
    }

    @Test
    void theVerdictAsksForEveryRowAndRangeItRestsOn() {
        start.live("n", 13, LongAdd.encode(5));
        TransactionView view = TransactionView.ofSerializable(start);
        view.delete(TABLE, bytes("a"));
        view.put(TABLE, bytes("b"), bytes("mine"));
        view.get(TABLE, bytes("x"));
        view.merge(TABLE, bytes("n"), LongAdd.INSTANCE, LongAdd.encode(2));
        view.scan(TABLE, range("p", "q"), ScanDirection.ASCENDING, 9, Long.MAX_VALUE)
                .run();
        List<String> asked = new ArrayList<>();
        Rows watched = new Rows() {
            @Override
            public RowState row(PageId table, byte[] key) {
                asked.add(text(key));
                return start.row(table, key);
            }

            @Override
            public void scan(PageId table, KeyRange range, ScanDirection direction, RowVisitor visitor) {
                asked.add(range.toString());
                start.scan(table, range, direction, visitor);
            }
        };
        assertInstanceOf(Passed.class, RowCheck.check(view.finish(), watched));
        assertEquals(List.of("a", "b", "x", "['p', 'q')", "n"), asked);
    }

    private CheckedTransaction scanned(KeyRange range, ScanDirection direction, int limit) {
        TransactionView view = TransactionView.ofSerializable(start);
        view.scan(TABLE, range, direction, limit, Long.MAX_VALUE).run();
        return view.finish();
    }

    private static long added(CheckResult result) {
        List<RowWrite> writes = assertInstanceOf(Passed.class, result).writes();
        assertEquals(1, writes.size());
        return LongAdd.decode(writes.get(0).value());
    }

    private void assertPasses(TransactionView view, String... expected) {
        List<String> writes = new ArrayList<>();
        for (RowWrite write : assertInstanceOf(Passed.class, RowCheck.check(view.finish(), now))
                .writes()) {
            String key = text(write.row().key());
            writes.add(write.isTombstone() ? key + " gone" : key + "=" + text(write.value()));
        }
        assertEquals(List.of(expected), writes);
    }

    private void assertConflict(TransactionView view, ConflictKind kind, String key, long observed, long found) {
        assertConflict(view.finish(), kind, key, observed, found);
    }

    private void assertConflict(
            CheckedTransaction transaction, ConflictKind kind, String key, long observed, long found) {
        RowConflict expected = new RowConflict(kind, row(key), new Lsn(observed), new Lsn(found));
        assertEquals(expected, RowCheck.check(transaction, now));
    }

    private static void assertConflict(
            CheckedTransaction transaction, MapRows newest, String key, long observed, long found) {
        RowConflict expected = new RowConflict(ConflictKind.RANGE_READ, row(key), new Lsn(observed), new Lsn(found));
        assertEquals(expected, RowCheck.check(transaction, newest));
    }
}
