package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.replication.sim.workload.Workload.Step;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The check of ranges, with rows made by hand: range 0 is counted, range 1 is a queue. */
class PhantomCheckTest {
    private static final long QUEUE = PhantomCheck.key(1, 0);

    private final PhantomCheck check = new PhantomCheck();

    @Test
    void acceptsACountWhateverTheOrderOfTheKeys() {
        check.inserted(9, 0, Step.COMMITTED);
        check.inserted(4, 1, Step.UNKNOWN);
        check.inserted(5, 1, Step.ABORTED);
        check.seen("c", 0, rows(9, 0, 4, 1));
        check.ended(rows(9, 0));
        assertEquals(List.of(), check.anomalies());
    }

    @Test
    void acceptsAQueueThatMovesOn() {
        check.inserted(QUEUE + 1, 0, Step.COMMITTED);
        check.inserted(QUEUE + 2, 1, Step.COMMITTED);
        check.removed(QUEUE + 1, Step.COMMITTED);
        check.seen("c", 1, rows(QUEUE + 2, 1));
        check.ended(rows(QUEUE + 2, 1));
        assertEquals(List.of(), check.anomalies());
    }

    @Test
    void refusesACountThatIsThereTwice() {
        check.inserted(1, 0, Step.COMMITTED);
        check.inserted(2, 0, Step.COMMITTED);
        refused("got value 0 twice");
        check.seen("c", 0, rows(1, 0, 2, 0));
        refused("a value of range 0 twice");
    }

    @Test
    void refusesAGap() {
        check.seen("c", 1, rows(QUEUE + 1, 3, QUEUE + 2, 5));
        refused("a gap in range 1");
    }

    @Test
    void refusesACountThatDoesNotBeginAtZero() {
        check.seen("c", 0, rows(1, 1));
        refused("the first row of range 0");
    }

    @Test
    void refusesARowOfAnAbortedInsert() {
        check.inserted(1, 0, Step.ABORTED);
        check.seen("c", 0, rows(1, 0));
        refused("whose insert failed");
    }

    @Test
    void refusesALostRow() {
        check.inserted(1, 0, Step.COMMITTED);
        check.ended(new TreeMap<>());
        refused("but nobody removed it");
    }

    @Test
    void refusesARowThatComesBack() {
        check.inserted(QUEUE + 1, 0, Step.COMMITTED);
        check.removed(QUEUE + 1, Step.COMMITTED);
        check.ended(rows(QUEUE + 1, 0));
        refused("but was removed");
    }

    @Test
    void refusesThatTwoRemoveOneRow() {
        check.removed(QUEUE + 1, Step.COMMITTED);
        check.removed(QUEUE + 1, Step.COMMITTED);
        refused("removed twice");
    }

    @Test
    void refusesARowOfNobody() {
        check.ended(rows(1, 0));
        refused("holds 0 in the end instead of null");
    }

    private static SortedMap<Long, Long> rows(long... keysAndValues) {
        SortedMap<Long, Long> rows = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            rows.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return rows;
    }

    private void refused(String expected) {
        Refused.with(expected, check.anomalies());
    }
}
