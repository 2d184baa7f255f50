package dev.sextant.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.bench.demo.AttemptStates.State;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Attempts and what became of them. */
class AttemptStatesTest {
    @Property
    void idsAreOrderedAndComeBack(
            @ForAll @IntRange(max = AttemptId.MAX_RUNS - 1) int run,
            @ForAll @IntRange(max = AttemptId.MAX_CLIENTS - 1) int client,
            @ForAll @IntRange(max = Integer.MAX_VALUE - 1) int number) {
        AttemptId id = new AttemptId(AttemptId.first(run, client).stream(), number);
        assertEquals(id, AttemptId.of(id.toLong()));
        assertEquals(id.toLong() + 1, id.next().toLong());
        assertTrue(id.toLong() >= 0);
    }

    @Test
    void clientsAndRunsHaveStreamsOfTheirOwn() {
        assertEquals(AttemptId.first(0, AttemptId.MAX_CLIENTS - 1).stream() + 1, AttemptId.first(1, 0).stream());
    }

    @Test
    void anEndIsForGood() {
        for (State end : new State[] {State.COMMITTED, State.REFUSED}) {
            AttemptStates states = new AttemptStates();
            AttemptId attempt = AttemptId.first(3, 5);
            states.set(attempt, State.BEGUN);
            states.set(attempt, State.INDETERMINATE);
            states.set(attempt, end);
            states.set(attempt, end);
            for (State other : State.values()) {
                if (other != end) {
                    assertThrows(IllegalStateException.class, () -> states.set(attempt, other));
                }
            }
            assertEquals(end == State.COMMITTED ? 1 : 0, states.committed());
        }
    }

    @Test
    void visitsEachOnce() {
        AttemptStates states = new AttemptStates();
        Map<AttemptId, State> expected = new HashMap<>();
        for (int number : new int[] {0, 1, 1023, 1024, 5000}) {
            AttemptId attempt = new AttemptId(number % 3, number);
            states.set(attempt, State.BEGUN);
            expected.put(attempt, State.BEGUN);
        }
        Map<AttemptId, State> visited = new HashMap<>();
        states.forEach((attempt, state) -> assertEquals(null, visited.put(attempt, state)));
        assertEquals(expected, visited);
        assertEquals(State.NONE, states.get(new AttemptId(0, 7)));
        assertEquals(State.NONE, states.get(new AttemptId(9, 0)));
    }
}
