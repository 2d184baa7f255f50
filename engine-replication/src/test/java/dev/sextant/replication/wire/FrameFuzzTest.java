package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Holds that no frame does any harm, whatever is in it. */
class FrameFuzzTest {
    private static final int SEEDS = 40;
    private static final long CASES = Long.getLong(FrameFuzz.CASES_PROPERTY, 100_000);

    @Property(tries = SEEDS, shrinking = ShrinkingMode.OFF)
    void everyFrameIsDecodedOrRefused(@ForAll long seed) {
        long cases = Math.max(1, CASES / SEEDS);
        FrameFuzz.Tally tally = FrameFuzz.run(seed, cases);
        assertTrue(tally.decoded() > cases / 50, () -> "hardly any frame got through: " + tally);
        assertTrue(tally.refused() > cases / 2, () -> "hardly any frame was broken: " + tally);
    }
}
