package dev.sextant.bench.economics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EconomicsTest {
    private static Outcome run(int writers, int sharedPercent, int sharedPages, Contest.Work work) {
        return ContestRun.run(new Contest(
                "a contest",
                writers,
                2,
                sharedPercent,
                sharedPages,
                work,
                Duration.ofMillis(1),
                Duration.ofMillis(5),
                Duration.ofMillis(60),
                3));
    }

    @Test
    void nothingIsLostHoweverMuchIsShared() {
        for (Contest.Work work : Contest.Work.values()) {
            Outcome outcome = run(3, 100, 1, work);
            assertTrue(outcome.exact(), () -> work + ": the rows hold what was committed: " + outcome);
            assertTrue(outcome.commits() > 0, () -> work + ": " + outcome);
        }
    }

    @Test
    void whoSharesPagesLosesAttempts() {
        Outcome apart = run(3, 0, 10, Contest.Work.UPDATES);
        Outcome together = run(3, 100, 3, Contest.Work.UPDATES);
        assertTrue(apart.exact() && together.exact());
        assertTrue(
                together.proposals() * apart.commits() > apart.proposals() * together.commits(),
                () -> apart + " and " + together);
    }

    @Test
    void theSameSeedGivesTheSameOutcome() {
        assertEquals(
                run(2, 50, 5, Contest.Work.UPDATES).toString(),
                run(2, 50, 5, Contest.Work.UPDATES).toString());
    }

    @Test
    void whatCannotBeRunIsSaid() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(err, true, StandardCharsets.UTF_8);
        assertEquals(2, EconomicsCommand.run(print, print, "--clients", "0"));
        assertTrue(err.toString(StandardCharsets.UTF_8).contains("--clients is 1 to 64, not 0"), err::toString);
    }
}
