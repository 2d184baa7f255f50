package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The check of pairs, with numbers made by hand. */
class WriteSkewCheckTest {
    @Test
    void acceptsSumsFromZeroUp() {
        WriteSkewCheck check = check(true);
        check.seen(0, 5, -5);
        check.changed(0, -4, Workload.Step.COMMITTED);
        check.changed(1, -1, Workload.Step.UNKNOWN);
        check.ended(numbers(1, 5));
        assertEquals(List.of(), check.anomalies());
        assertEquals(0, check.skews());
    }

    @Test
    void refusesASumBelowZeroAmongSerializableOnes() {
        WriteSkewCheck check = check(true);
        check.seen(0, -5, 4);
        Refused.with("below zero together", check.anomalies());
    }

    @Test
    void countsItUnderSnapshotIsolation() {
        WriteSkewCheck check = check(false);
        check.seen(0, -5, 4);
        assertEquals(List.of(), check.anomalies());
        assertEquals(1, check.skews());
    }

    @Test
    void refusesALostUpdateAtEitherLevel() {
        WriteSkewCheck check = check(false);
        check.changed(0, -4, Workload.Step.COMMITTED);
        check.changed(0, -3, Workload.Step.COMMITTED);
        check.ended(numbers(1, 5));
        Refused.with("number 0 is 1 in the end instead of -2", check.anomalies());
    }

    @Test
    void refusesALostRow() {
        WriteSkewCheck check = check(true);
        check.ended(new TreeMap<>());
        Refused.with("number 1 is null", check.anomalies());
    }

    private static WriteSkewCheck check(boolean isSerializable) {
        WriteSkewCheck check = new WriteSkewCheck(isSerializable);
        check.begins(0, 5);
        return check;
    }

    private static SortedMap<Long, Long> numbers(long one, long other) {
        SortedMap<Long, Long> numbers = new TreeMap<>();
        numbers.put(0L, one);
        numbers.put(1L, other);
        return numbers;
    }
}
