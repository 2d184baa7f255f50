package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whatever bytes come, the decoder makes frames of them or refuses them, and nothing else. The number of cases is the system
 * property {@code sextant.frames.cases}, their seed {@code sextant.frames.seed}.
 */
@ExtendWith(NoLeaks.class)
class FrameFuzzTest {
    private static final int CASES = Integer.getInteger("sextant.frames.cases", 200_000);
    private static final long SEED = Long.getLong("sextant.frames.seed", 5);

    @Test
    void mutatedAndRandomFramesAreReadOrRefused() {
        TransportFuzz.Tally tally = TransportFuzz.run(SEED, CASES);
        // Otherwise the cases would show nothing.
        assertTrue(tally.frames() > CASES / 4, () -> "only " + tally.frames() + " frames were read");
        for (FrameProblem problem : FrameProblem.values()) {
            boolean byDecoder = problem != FrameProblem.OUT_OF_ORDER;
            assertEquals(byDecoder, tally.problems().get(problem.ordinal()) > 0, () -> problem + ": " + tally);
        }
    }
}
