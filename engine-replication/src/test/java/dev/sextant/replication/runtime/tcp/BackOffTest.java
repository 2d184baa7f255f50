package dev.sextant.replication.runtime.tcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Pauses double up to the longest, and are shortened by chance. */
class BackOffTest {
    /** Draws always the least, or always the most. */
    private static RandomGenerator drawing(boolean most) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("only bounded numbers are drawn");
            }

            @Override
            public long nextLong(long bound) {
                return most ? bound - 1 : 0;
            }
        };
    }

    @Test
    void pausesDoubleUpToTheLongest() {
        BackOff backOff = new BackOff(100, 1_000, drawing(true));
        for (long expected : new long[] {100, 200, 400, 800, 1_000, 1_000}) {
            assertEquals(expected, backOff.nextNanos());
        }
        backOff.reset();
        assertEquals(100, backOff.nextNanos());
    }

    @Test
    void chanceTakesUpToHalf() {
        BackOff backOff = new BackOff(100, 1_000, drawing(false));
        for (long expected : new long[] {50, 100, 200, 400, 500, 500}) {
            assertEquals(expected, backOff.nextNanos());
        }
    }

    @Test
    void theLongestPauseIsNeverExceededHoweverOftenItFails() {
        BackOff backOff = new BackOff(3_000_000_000_000L, 80_000_000_000_000L, new Random(7));
        Set<Long> pauses = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            long pause = backOff.nextNanos();
            assertTrue(pause > 0 && pause <= 80_000_000_000_000L, "a pause of " + pause);
            pauses.add(pause);
        }
        assertTrue(pauses.size() > 150, "pauses hardly differ");
    }
}
