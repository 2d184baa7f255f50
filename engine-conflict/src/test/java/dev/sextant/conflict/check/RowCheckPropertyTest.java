package dev.sextant.conflict.check;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sextant.api.ConflictKind;
import dev.sextant.api.PageId;
import dev.sextant.conflict.check.CheckResult.RowConflict;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomGenerator;

/**
 * The check decides exactly as the dumb model does, on any history. That this can fail is shown by checks that are broken on
 * purpose, some too weak and some too strict: the same histories find each of them out.
 */
class RowCheckPropertyTest {
    private static final int SCRIPTS_FOR_MUTANTS = 20_000;

    @Provide
    Arbitrary<Script> scripts() {
        return Script.scripts();
    }

    @Property(tries = 5_000)
    void theCheckAgreesWithTheModel(@ForAll("scripts") Script script) {
        History.play(script, History.REAL);
    }

    @Example
    void theHistoriesHaveConflictsAndNoLessCommits() {
        int passed = 0;
        int conflicts = 0;
        RandomGenerator<Script> generator = Script.scripts().generator(1000, false);
        Random random = new Random(7);
        for (int i = 0; i < 1_000; i++) {
            History history = History.play(generator.next(random).value(), History.REAL);
            passed += history.passed;
            conflicts += history.conflicts;
        }
        assertTrue(conflicts > 500 && passed > 500, passed + " passed, " + conflicts + " conflicts");
    }

    @Example
    void aRangeCheckThatIgnoresInsertsIsCaught() {
        assertCaught((transaction, newest, snapshot, group) ->
                RowCheck.check(transaction, scanning(newest, (row, now) -> seen(snapshot, row) == null ? null : now)));
    }

    @Example
    void aRangeCheckThatIgnoresDeletesIsCaught() {
        assertCaught((transaction, newest, snapshot, group) -> RowCheck.check(
                transaction, scanning(newest, (row, now) -> now.isTombstone() ? seen(snapshot, row) : now)));
    }

    @Example
    void aRangeCheckThatIgnoresUpdatesIsCaught() {
        assertCaught((transaction, newest, snapshot, group) ->
                RowCheck.check(transaction, scanning(newest, (row, now) -> {
                    RowState seen = seen(snapshot, row);
                    return now.isTombstone() || seen == null ? now : seen;
                })));
    }

    @Example
    void aRangeCheckThatTakesTombstonesForRowsIsCaught() {
        assertCaught((transaction, newest, snapshot, group) -> RowCheck.check(
                transaction,
                scanning(newest, (row, now) -> now.isTombstone() ? RowState.live(now.lsn(), new byte[0]) : now)));
    }

    @Example
    void aLimitedScanThatIsValidatedBeyondItsLastRowIsCaught() {
        assertCaught((transaction, newest, snapshot, group) -> {
            ReadSet reads = points(transaction.reads());
            for (RangeRead range : transaction.reads().ranges()) {
                reads.addRange(new RangeRead(
                        range.table(), KeyRange.startingAt(range.covered().from()), range.rows()));
            }
            return RowCheck.check(new CheckedTransaction(transaction.writes(), reads), newest);
        });
    }

    @Example
    void aCheckWithoutRangesIsCaught() {
        assertCaught((transaction, newest, snapshot, group) ->
                RowCheck.check(new CheckedTransaction(transaction.writes(), points(transaction.reads())), newest));
    }

    @Example
    void aCheckWithoutPointsIsCaught() {
        assertCaught((transaction, newest, snapshot, group) -> {
            ReadSet reads = new ReadSet();
            transaction.reads().ranges().forEach(reads::addRange);
            return RowCheck.check(new CheckedTransaction(transaction.writes(), reads), newest);
        });
    }

    @Example
    void lastCommitterWinsIsCaught() {
        assertCaught((transaction, newest, snapshot, group) ->
                RowCheck.check(transaction, looking(newest, snapshot, transaction, write -> !write.isMerge())));
    }

    @Example
    void mergesThatConflictAreCaught() {
        assertCaught((transaction, newest, snapshot, group) -> {
            for (Map.Entry<RowKey, PendingWrite> write :
                    transaction.writes().rows().entrySet()) {
                CheckResult strict = compare(write.getKey(), observe(snapshot, write.getKey()), newest);
                if (write.getValue().isMerge() && strict != null) {
                    return strict;
                }
            }
            return RowCheck.check(transaction, newest);
        });
    }

    @Example
    void mergesOnTheSnapshotsValueAreCaught() {
        assertCaught((transaction, newest, snapshot, group) ->
                RowCheck.check(transaction, looking(newest, snapshot, transaction, PendingWrite::isMerge)));
    }

    @Example
    void aPurgeTakenForAWriteIsCaught() {
        assertCaught((transaction, newest, snapshot, group) -> {
            for (Map.Entry<RowKey, PendingWrite> write :
                    transaction.writes().rows().entrySet()) {
                Observed observed = write.getValue().observed();
                CheckResult strict = observed == null ? null : compare(write.getKey(), observed, newest);
                if (strict != null) {
                    return strict;
                }
            }
            return RowCheck.check(transaction, newest);
        });
    }

    @Example
    void aGroupThatDoesNotSeeItsEarlierMembersIsCaught() {
        assertCaught((transaction, newest, snapshot, group) -> RowCheck.check(transaction, group));
    }

    private static void assertCaught(History.Checker mutant) {
        RandomGenerator<Script> generator = Script.scripts().generator(1000, false);
        Random random = new Random(11);
        for (int i = 0; i < SCRIPTS_FOR_MUTANTS; i++) {
            Script script = generator.next(random).value();
            try {
                History.play(script, mutant);
            } catch (AssertionError caught) {
                History.play(script, History.REAL);
                return;
            }
        }
        fail("no history of " + SCRIPTS_FOR_MUTANTS + " has told the broken check from the model");
    }

    private static RowState seen(Rows snapshot, RowKey row) {
        RowState state = snapshot.row(row.table(), row.key());
        return state == null || state.isTombstone() ? null : state;
    }

    private static Observed observe(Rows rows, RowKey row) {
        return Observed.of(rows.row(row.table(), row.key()));
    }

    private static CheckResult compare(RowKey row, Observed observed, Rows newest) {
        Observed found = observe(newest, row);
        return observed.equals(found)
                ? null
                : new RowConflict(ConflictKind.ROW_WRITTEN, row, observed.lsn(), found.lsn());
    }

    private static ReadSet points(ReadSet reads) {
        ReadSet points = new ReadSet();
        reads.points().forEach(points::addPoint);
        return points;
    }

    /** The rows, with a scan that shows each as the function says, or not at all. */
    private static Rows scanning(Rows rows, BiFunction<RowKey, RowState, RowState> show) {
        return new Rows() {
            @Override
            public RowState row(PageId table, byte[] key) {
                return rows.row(table, key);
            }

            @Override
            public void scan(PageId table, KeyRange range, ScanDirection direction, RowVisitor visitor) {
                rows.scan(table, range, direction, (key, row) -> {
                    RowState shown = show.apply(new RowKey(table, key), row);
                    return shown == null || visitor.visit(key, shown);
                });
            }
        };
    }

    /** The newest rows, but some of those that the transaction writes as they were at the snapshot. */
    private static Rows looking(
            Rows newest, Rows snapshot, CheckedTransaction transaction, Predicate<PendingWrite> old) {
        return new Rows() {
            @Override
            public RowState row(PageId table, byte[] key) {
                PendingWrite write = transaction.writes().get(new RowKey(table, key));
                return (write != null && old.test(write) ? snapshot : newest).row(table, key);
            }

            @Override
            public void scan(PageId table, KeyRange range, ScanDirection direction, RowVisitor visitor) {
                newest.scan(table, range, direction, visitor);
            }
        };
    }
}
