package dev.sextant.conflict.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.conflict.fate.Fault;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A few hundred random runs from a fresh seed each time; {@code ./dev explore} makes many more. */
class RandomExplorerTest {
    private static final int RUNS = 800;
    private static final int RUNS_IN_DOUBT = 3000;

    /** Seeds that once failed, each with the bug it found; kept so that it stays found. */
    private static final List<Long> KEPT = List.of(
            0xd8L // a fenced writer renounced its way into its successor's seqs: renouncements are fenced, too
            );

    @Test
    void freshSeeds() {
        long seed = System.nanoTime();
        System.out.println("random runs from seed 0x" + Long.toHexString(seed));
        Statistics total = new Statistics();
        assertNull(RandomExplorer.ofProduction().run(seed, RUNS, total));
        System.out.println(total);
        assertEquals(RUNS, total.runs);
        assertTrue(total.committed > 5 * RUNS, total::toString);
        assertTrue(total.settled > RUNS / 2 && total.inferred > RUNS, total::toString);
        assertTrue(total.opened > RUNS / 2 && total.restarts > RUNS && total.disksRebuilt > RUNS / 4, total::toString);
    }

    @Test
    void freshSeedsOfClaimsInDoubt() {
        Statistics total = new Statistics();
        RandomExplorer explorer = new RandomExplorer(Machinery.PRODUCTION, Swarm::withAClaimInDoubt);
        assertNull(explorer.run(System.nanoTime(), RUNS_IN_DOUBT, total));
        assertTrue(total.opened > RUNS_IN_DOUBT / 2, total::toString);
    }

    @Test
    void keptSeeds() {
        for (long seed : KEPT) {
            assertNull(RandomExplorer.ofProduction().run(seed, 1, new Statistics()));
        }
    }

    /** The same seed is the same run, event for event. */
    @Test
    void aSeedReplays() {
        List<String> once = RandomExplorer.ofProduction().trace(7);
        assertTrue(once.size() > 100);
        assertEquals(once, RandomExplorer.ofProduction().trace(7));
    }

    private static void caught(String fault, Machinery machinery, UnaryOperator<Swarm> bias, int runs) {
        Statistics total = new Statistics();
        RandomExplorer.Failure failure = new RandomExplorer(machinery, bias).run(1, runs, total);
        assertNotNull(failure, () -> "not caught: " + fault + " in " + total);
        System.out.println(fault + " is caught in run " + (total.runs + 1) + ": " + failure.what());
    }

    @Test
    void catchesSettlingOnlyTheCertain() {
        caught(
                "settling only the certain",
                Machinery.with(Fault.SETTLES_ONLY_THE_CERTAIN),
                UnaryOperator.identity(),
                3000);
    }

    @Test
    void catchesNoRivalCheck() {
        caught("no rival check", Machinery.with(Fault.NO_RIVAL_CHECK), UnaryOperator.identity(), 3000);
    }

    @Test
    void catchesNoReadAgainstWriteCheck() {
        caught(
                "no read-against-write check",
                Machinery.with(Fault.NO_READ_AGAINST_WRITE),
                UnaryOperator.identity(),
                3000);
    }

    @Test
    void catchesOpeningASlotWithoutHeedingRefusals() {
        caught(
                "opening without heeding refusals",
                Machinery.with(Fault.OPENS_OVER_STANDING_COMMITS),
                Swarm::withAClaimInDoubt,
                20_000);
    }

    @Test
    void catchesSeqsDrawnUnheard() {
        caught("drawing seqs no segment has heard of", Machinery.PRODUCTION, Swarm::withSeqsDrawnUnheard, 3000);
    }

    @Test
    void catchesARebuiltSegmentThatVotesAtOnce() {
        caught("a rebuilt segment votes at once", Machinery.PRODUCTION, Swarm::withVotesAtOnce, 1000);
    }
}
