package dev.sextant.replication.repair;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RepairPropertyTest {
    private static final int RUNS = 3_000;

    @Test
    void agreementHoldsAndNothingIsLostButWhatThePlanSays() {
        RepairRuns runs = new RepairRuns();
        for (long seed = 0; seed < RUNS; seed++) {
            try {
                runs.run(seed);
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed, failure);
            }
        }
        assertTrue(runs.repaired > RUNS / 10, "it repairs: " + runs.repaired);
        assertTrue(runs.guessed > RUNS / 50, "it guesses: " + runs.guessed);
        assertTrue(runs.wrong <= runs.guessed, "as it says: " + runs.wrong);
        assertTrue(runs.wrong > RUNS / 300, "it is wrong now and then: " + runs.wrong);
        assertTrue(runs.begunByAnother > RUNS / 300, "it ends what another began: " + runs.begunByAnother);
        assertTrue(runs.disasters > RUNS / 30, "many disks are lost between two: " + runs.disasters);
        assertTrue(runs.besides > RUNS / 30, "two are under way at a time: " + runs.besides);
    }
}
