package dev.sextant.replication.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Pauses double up to the longest, and a draw takes away up to half of one. */
class ReturnPolicyTest {
    private static final double MOST = Math.nextDown(1.0);

    private final ReturnPolicy policy = new ReturnPolicy(100, 1_000);

    @Test
    void eachPauseIsTwiceTheOneBeforeUpToTheLongest() {
        long[] full = {100, 200, 400, 800, 1_000, 1_000};
        for (int failures = 1; failures <= full.length; failures++) {
            assertEquals(full[failures - 1] / 2, policy.pauseNanos(failures, 0));
            assertTrue(policy.pauseNanos(failures, MOST) >= full[failures - 1] - 1);
            assertTrue(policy.pauseNanos(failures, MOST) <= full[failures - 1]);
        }
    }

    @Test
    void noNumberOfFailuresOverflows() {
        ReturnPolicy long0 = new ReturnPolicy(1, Long.MAX_VALUE);
        assertEquals(1L << 28, long0.pauseNanos(Integer.MAX_VALUE, 0));
        assertEquals(500, policy.pauseNanos(Integer.MAX_VALUE, 0));
    }

    @Test
    void onlyALongServiceMakesFailuresForgotten() {
        assertEquals(7, policy.failuresLeft(7, 999));
        assertEquals(0, policy.failuresLeft(7, 1_000));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThrows(IllegalArgumentException.class, () -> new ReturnPolicy(0, 1));
        assertThrows(IllegalArgumentException.class, () -> new ReturnPolicy(2, 1));
        assertThrows(IllegalArgumentException.class, () -> policy.pauseNanos(0, 0));
        assertThrows(IllegalArgumentException.class, () -> policy.pauseNanos(1, 1));
    }
}
