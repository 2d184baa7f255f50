package dev.sextant.replication.sim.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.replication.sim.workload.Workload.Step;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Sums with summands that may count or not. */
class PossibleSumsTest {
    private final PossibleSums sums = new PossibleSums(10);

    private void may(Long... expected) {
        assertEquals(
                List.of(expected),
                LongStream.rangeClosed(0, 50).filter(sums::admits).boxed().toList());
    }

    @Test
    void countsWhatIsCertainAndNotWhatFailed() {
        sums.ended(5, Step.COMMITTED);
        sums.ended(7, Step.ABORTED);
        may(15L);
        assertEquals("15", sums.toString());
    }

    @Test
    void leavesOpenWhatIsUnknown() {
        sums.ended(5, Step.UNKNOWN);
        sums.ended(7, Step.UNKNOWN);
        sums.ended(1, Step.COMMITTED);
        may(11L, 16L, 18L, 23L);
        assertEquals(11, sums.least());
        assertEquals("11..23", sums.toString());
    }

    @Test
    void takesAway() {
        sums.ended(-3, Step.UNKNOWN);
        may(7L, 10L);
    }
}
