package dev.sextant.replication.sim.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.ReadConsistency;
import dev.sextant.replication.sim.check.CounterBounds.Add;
import dev.sextant.replication.sim.check.CounterBounds.Observation;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class CounterBoundsTest {
    private static final List<Add> ADDS = List.of(
            new Add(1, 0, 10, 5, Outcome.COMMITTED),
            new Add(2, 0, 10, 70, Outcome.UNKNOWN),
            new Add(3, 0, 10, -300, Outcome.UNKNOWN),
            new Add(4, 0, 10, 9_000, Outcome.ABORTED),
            new Add(2, 50, 60, -2, Outcome.COMMITTED));

    private static void inTheEnd(boolean fine, long value) {
        assertEquals(fine, CounterBounds.check(ADDS, List.of(), value).isEmpty(), "value " + value);
    }

    private static void read(boolean fine, int client, long began, ReadConsistency consistency, long value) {
        Observation observation = new Observation(client, began, began + 1, consistency, value);
        assertEquals(fine, CounterBounds.check(ADDS, List.of(observation), 3).isEmpty(), observation::toString);
    }

    @Test
    void whatIsUnknownMayHaveHappened() {
        inTheEnd(true, 3);
        inTheEnd(true, 3 + 70);
        inTheEnd(true, 3 - 300);
        inTheEnd(false, 3 + 70 + 1);
        inTheEnd(false, 3 - 300 - 1);
    }

    @Test
    void aSessionSeesItsOwnAndPerhapsThatOfOthers() {
        read(true, 1, 10, ReadConsistency.SESSION, 5);
        read(true, 1, 10, ReadConsistency.SESSION, 5 + 70);
        read(false, 1, 10, ReadConsistency.SESSION, 5 + 70 + 1);
        read(true, 1, 10, ReadConsistency.SESSION, 5 - 300);
        read(false, 1, 10, ReadConsistency.SESSION, 5 - 300 - 1);
        read(true, 1, 49, ReadConsistency.SESSION, 5 - 300 - 2);
        read(true, 5, 10, ReadConsistency.SESSION, -300);
        read(false, 5, 10, ReadConsistency.SESSION, -301);
        read(true, 2, 60, ReadConsistency.SESSION, -302);
        read(false, 2, 60, ReadConsistency.SESSION, 5 + 70 - 1);
    }

    @Test
    void aGlobalReadSeesWhatAnybodyWasToldOf() {
        read(true, 5, 11, ReadConsistency.GLOBAL, 5);
        read(true, 5, 11, ReadConsistency.GLOBAL, 5 - 300);
        read(false, 5, 11, ReadConsistency.GLOBAL, -300);
        read(true, 5, 10, ReadConsistency.GLOBAL, -300);
        read(false, 5, 61, ReadConsistency.GLOBAL, 5 + 70);
    }

    @Test
    void sentencesNameTheBounds() {
        Observation observation = new Observation(1, 20, 21, ReadConsistency.SESSION, 80);
        List<Anomaly> found = CounterBounds.check(ADDS, List.of(observation), 80);
        assertEquals(
                List.of(
                        new Anomaly(
                                Anomaly.Kind.COUNTER_OUT_OF_BOUNDS,
                                "the counter was 80 for client 1 at 20..21 ns, and not from -295 to 75"),
                        new Anomaly(
                                Anomaly.Kind.COUNTER_OUT_OF_BOUNDS,
                                "the counter was 80 in the end, and not from -297 to 73")),
                found);
    }
}
