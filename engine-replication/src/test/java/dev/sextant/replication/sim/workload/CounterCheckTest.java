package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.ConflictKind;
import dev.sextant.replication.sim.workload.Workload.Step;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The check of counters, for two clients and one hot counter, with reads made by hand. */
class CounterCheckTest {
    private final CounterCheck check = new CounterCheck(2);

    @Test
    void acceptsSumsThatMayBe() {
        add(0, 3, Step.COMMITTED);
        add(1, 4, Step.UNKNOWN);
        read(0, List.of(), 3, 3, 0);
        read(1, check.least(), 7, 3, 4);
        check.ended(hot(7), own(3, 4));
        assertEquals(List.of(), check.anomalies());
    }

    @Test
    void acceptsThatAWriterGivesUp() {
        add(0, 3, Step.ABORTED, Optional.of(ConflictKind.ABANDONED));
        check.ended(hot(0), own(0, 0));
        assertEquals(List.of(), check.anomalies());
    }

    @Test
    void refusesThatAnAdditionLosesAConflict() {
        add(0, 3, Step.ABORTED, Optional.of(ConflictKind.ROW_WRITTEN));
        refused("lost a conflict");
    }

    @Test
    void refusesHalfATransaction() {
        add(0, 3, Step.COMMITTED);
        read(1, List.of(), 3, 0, 0);
        refused("half a transaction");
    }

    @Test
    void refusesThatAClientDoesNotSeeItsOwn() {
        add(0, 3, Step.COMMITTED);
        read(0, List.of(), 0, 0, 0);
        refused("as its own sum");
    }

    @Test
    void refusesACounterThatFalls() {
        add(0, 3, Step.COMMITTED);
        read(1, List.of(), 3, 3, 0);
        read(1, List.of(), 0, 0, 0);
        refused("or more for it before");
    }

    @Test
    void refusesAGlobalReadOfThePast() {
        add(0, 3, Step.COMMITTED);
        read(1, check.least(), 0, 0, 0);
        refused("had been acknowledged");
    }

    @Test
    void refusesALostAddition() {
        add(0, 3, Step.COMMITTED);
        check.ended(hot(0), own(0, 0));
        refused("was added to counter 0, which holds 0");
    }

    @Test
    void refusesAnAdditionThatCountsTwice() {
        add(0, 3, Step.COMMITTED);
        check.ended(hot(6), own(6, 0));
        refused("client 0 added 3, but 6 is left");
    }

    private void add(int client, long addition, Step step) {
        add(client, addition, step, Optional.empty());
    }

    private void add(int client, long addition, Step step, Optional<ConflictKind> conflict) {
        check.added(client, hot(addition), new Attempt(step, conflict, 0, 1));
    }

    private void read(int client, List<Long> leastBefore, long hot, long first, long second) {
        check.read(new CounterCheck.Read(client, leastBefore, hot(hot), own(first, second)));
    }

    private static SortedMap<Long, Long> hot(long value) {
        SortedMap<Long, Long> hot = new TreeMap<>();
        hot.put(0L, value);
        return hot;
    }

    private static SortedMap<Integer, Long> own(long first, long second) {
        SortedMap<Integer, Long> own = new TreeMap<>();
        own.put(0, first);
        own.put(1, second);
        return own;
    }

    private void refused(String expected) {
        Refused.with(expected, check.anomalies());
    }
}
