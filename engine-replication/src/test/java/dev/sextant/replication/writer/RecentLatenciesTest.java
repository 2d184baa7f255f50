package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentLatenciesTest {
    private static final long WINDOW = RecentLatencies.WINDOW_NANOS;

    private final RecentLatencies latencies = new RecentLatencies();

    @Test
    void whatDidNotHappenTookNoTime() {
        assertEquals(WriterReport.Latency.NONE, latencies.summary(7));
    }

    @Test
    void theTimesOfTheWindowBeforeStillCount() {
        latencies.record(100, 10);
        latencies.record(200, 10 + WINDOW);
        assertEquals(2, latencies.summary(9 + 2 * WINDOW).count());
        assertEquals(1, latencies.summary(10 + 2 * WINDOW).count());
        assertEquals(200, latencies.summary(10 + 2 * WINDOW).maxNanos());
        assertEquals(WriterReport.Latency.NONE, latencies.summary(10 + 3 * WINDOW));
    }

    @Test
    void nothingIsLeftAfterALongSilence() {
        latencies.record(100, 10);
        latencies.record(50, 10 + 7 * WINDOW);
        assertEquals(new WriterReport.Latency(1, 50, 50, 50), latencies.summary(11 + 7 * WINDOW));
    }

    @Test
    void aRareSlowOneIsTheGreatestAndNotTheMedian() {
        for (int i = 0; i < 199; i++) {
            latencies.record(1_000, 5);
        }
        latencies.record(1_000_000, 5);
        WriterReport.Latency summary = latencies.summary(5);
        assertEquals(1_000_000, summary.maxNanos());
        assertTrue(summary.p50Nanos() >= 1_000 && summary.p50Nanos() < 1_125, summary::toString);
        assertTrue(summary.p99Nanos() >= 1_000 && summary.p99Nanos() < 1_125, summary::toString);
    }

    @Property
    void aClassHoldsWhatIsAtMostAnEighthBelowItsGreatest(@ForAll @LongRange(max = Long.MAX_VALUE) long nanos) {
        long greatest = RecentLatencies.greatestOf(RecentLatencies.classOf(nanos));
        assertTrue(greatest >= nanos);
        assertTrue(greatest - nanos <= nanos / 8, () -> nanos + " is counted as " + greatest);
        if (greatest < Long.MAX_VALUE) {
            assertEquals(RecentLatencies.classOf(nanos) < RecentLatencies.classOf(greatest + 1), true);
        }
    }

    @Property
    void quantilesAreThoseOfTheSortedTimesUpToAnEighth(
            @ForAll @Size(min = 1, max = 300) List<@LongRange(max = 1L << 40) Long> times) {
        RecentLatencies fresh = new RecentLatencies();
        times.forEach(nanos -> fresh.record(nanos, 3));
        List<Long> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        WriterReport.Latency summary = fresh.summary(3);
        assertEquals(times.size(), summary.count());
        assertEquals(sorted.get(sorted.size() - 1), summary.maxNanos());
        assertNear(sorted.get((sorted.size() + 1) / 2 - 1), summary.p50Nanos());
        assertNear(sorted.get((sorted.size() * 99 + 99) / 100 - 1), summary.p99Nanos());
    }

    private static void assertNear(long exact, long told) {
        assertTrue(told >= exact && told - exact <= exact / 8, () -> exact + " is told as " + told);
    }
}
