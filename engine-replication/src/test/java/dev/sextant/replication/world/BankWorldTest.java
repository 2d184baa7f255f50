package dev.sextant.replication.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The production cores in a world where things fail: the books always balance. */
final class BankWorldTest {
    private static final int FRESH_SEEDS = 4;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void keepsItsBooksWhileThingsFail(long seed) {
        runWithMisfortunes(seed);
    }

    @Test
    void keepsItsBooksOnSeedsNobodyHasSeen() {
        for (int run = 0; run < FRESH_SEEDS; run++) {
            runWithMisfortunes(ThreadLocalRandom.current().nextLong(1L << 40));
        }
    }

    private static void runWithMisfortunes(long seed) {
        World world = new World(seed, 4);
        String replay = "seed " + seed;
        try {
            BankRun run = new BankRun(world, 4, 8, 200);
            assertTrue(run.open(), replay);
            run.start();
            run.misfortunes();
            assertTrue(run.heal(), replay + ": somebody is stuck");
            Set<String> acknowledged = run.acknowledged();
            assertTrue(acknowledged.size() > 100, replay + ": hardly anything was done: " + acknowledged.size());
            for (int slot = 0; slot < 4; slot++) {
                assertEquals(0, run.total(slot), replay + ": money was made or lost");
                assertEquals(
                        acknowledged, run.present(slot, acknowledged), replay + ": an acknowledged transfer is lost");
            }
            Set<String> unknown = run.unknown();
            assertEquals(run.present(0, unknown), run.present(1, unknown), replay + ": two writers disagree");
        } catch (RuntimeException | AssertionError failure) {
            throw new AssertionError(replay + " after " + world.log(), failure);
        }
    }

    @Test
    void letsNobodyStarveOnOneHotPage() {
        BankRun run = hotPage();
        assertTrue(percentile(run.attempts(), 0.999) <= 20, "p99.9 " + percentile(run.attempts(), 0.999));
    }

    private static BankRun hotPage() {
        World world = new World(42, 4);
        BankRun run = new BankRun(world, 4, 16, 50);
        assertTrue(run.open());
        run.start();
        world.runFor(5 * World.SECOND);
        return run;
    }

    private static int percentile(int[] attempts, double share) {
        long total = 0;
        for (int count : attempts) {
            total += count;
        }
        long seen = 0;
        for (int index = 0; index < attempts.length; index++) {
            seen += attempts[index];
            if (seen >= share * total) {
                return index;
            }
        }
        return attempts.length;
    }
}
