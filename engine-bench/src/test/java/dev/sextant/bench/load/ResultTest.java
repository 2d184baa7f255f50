package dev.sextant.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ResultTest {
    private static final long SECOND = 1_000_000_000;

    private static Round round(long done, long micros, long gapNanos, Optional<MachineUse> use) {
        Histogram times = new Histogram(3);
        times.recordValueWithCount(micros * 1_000, done);
        Histogram attempts = new Histogram(3);
        attempts.recordValueWithCount(1, done);
        return new Round(
                SECOND,
                done,
                1,
                0,
                done + 32,
                times,
                times,
                attempts,
                gapNanos,
                new int[1],
                use,
                Map.of("commits", done));
    }

    private static Result result(Round... rounds) {
        return new Result("one", "update", 4, OptionalDouble.empty(), List.of(rounds));
    }

    @Test
    void roundsAddUp() {
        Result result = result(
                round(100, 500, 7_000, Optional.of(new MachineUse(1, 2, 3, 4))),
                round(300, 100, 9_000, Optional.of(new MachineUse(10, 20, 30, 40))));
        assertEquals(200, result.perSecond());
        assertEquals(100, result.perSecondLeast());
        assertEquals(300, result.perSecondMost());
        assertEquals(100, result.responseMicros(75), 0.1);
        assertEquals(500, result.responseMicros(76), 0.5);
        assertEquals(9, result.longestGapMicros());
        assertEquals(Optional.of(new MachineUse(11, 22, 33, 44)), result.use());
        assertEquals(Map.of("commits", 400L), result.counters());
        assertEquals((400 + 64) / 402.0, result.attemptsEach());
    }

    @Test
    void whatOneRoundDoesNotTellAllDoNotTell() {
        Round silent = round(1, 1, 1, Optional.empty());
        assertEquals(
                Optional.empty(),
                result(round(1, 1, 1, Optional.of(new MachineUse(1, 1, 1, 1))), silent)
                        .use());
    }

    @Test
    void laterRoundsAreAppendedAndAResultHasAtLeastOne() {
        Result both = result(round(1, 1, 1, Optional.empty())).plus(result(round(2, 1, 1, Optional.empty())));
        assertEquals(3, both.done());
        assertThrows(IllegalArgumentException.class, ResultTest::result);
    }
}
