package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.ClusterStatus;
import org.junit.jupiter.api.Test;

/** How many attempts so many of the transactions took. */
class AttemptCountsTest {
    @Test
    void nothingCountedIsNothing() {
        assertEquals(ClusterStatus.Attempts.NONE, new AttemptCounts().summary());
    }

    @Test
    void tellsTheLeastThatEnoughDidNotExceed() {
        AttemptCounts counts = new AttemptCounts();
        counts.add(new int[] {0, 600, 399});
        counts.add(new int[] {0, 0, 0, 0, 0, 0, 0, 1});

        assertEquals(new ClusterStatus.Attempts(1_000, 1, 2, 7), counts.summary());
    }

    @Test
    void addsUpRuns() {
        AttemptCounts former = new AttemptCounts();
        former.add(new int[] {0, 0, 5});
        AttemptCounts counts = new AttemptCounts();
        counts.add(former);
        counts.add(new int[] {0, 4});

        assertEquals(new ClusterStatus.Attempts(9, 2, 2, 2), counts.summary());
    }
}
