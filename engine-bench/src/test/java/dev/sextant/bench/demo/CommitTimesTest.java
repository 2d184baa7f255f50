package dev.sextant.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.WriterId;
import dev.sextant.bench.demo.CommitTimes.Window;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** Gaps and latencies. */
class CommitTimesTest {
    private static final WriterId ONE = new WriterId(1);
    private static final WriterId TWO = new WriterId(2);

    private long nowNanos;
    private final CommitTimes times = new CommitTimes(() -> nowNanos);

    private void commits(WriterId writer, long... atNanos) {
        for (long at : atNanos) {
            nowNanos = at;
            times.note(writer, at - 1);
        }
    }

    private long longest(long from, long to, WriterId... writers) {
        return times.longestGapNanos(List.of(writers), new Window(from, to));
    }

    @Test
    void aGapThatReachesIntoTheWindowCountsInFull() {
        commits(ONE, 100, 190, 200, 250, 300);
        assertEquals(10, longest(191, 199, ONE));
        assertEquals(90, longest(150, 199, ONE));
        assertEquals(50, longest(201, 260, ONE));
    }

    @Test
    void commitsThatStopAreAGapToTheEndOfTheWindow() {
        commits(ONE, 100, 110);
        assertEquals(890, longest(105, 1_000, ONE));
        assertEquals(500, longest(500, 610, ONE));
    }

    @Test
    void aWriterWithoutCommitsHasOneGap() {
        assertEquals(70, longest(30, 100, TWO));
    }

    @Test
    void aWindowWithoutACommitOfItsOwnLiesInAGap() {
        commits(ONE, 100, 400);
        assertEquals(300, longest(200, 300, ONE));
    }

    @Test
    void longGapsAreListedWithTheirPlaces() {
        commits(ONE, 100, 190, 200, 250, 300);
        assertEquals(
                List.of(new Window(100, 190), new Window(200, 250)),
                times.gapsLongerThan(49, ONE, new Window(150, 250)));
        assertEquals(List.of(), times.gapsLongerThan(50, ONE, new Window(195, 300)));
    }

    @Test
    void writersAreNotMixed() {
        commits(ONE, 100, 120, 140, 160);
        commits(TWO, 110, 130, 150, 160);
        assertEquals(20, longest(101, 160, ONE, TWO));
    }

    @Test
    void latenciesAreThoseOfAnswersInTheWindow() {
        for (long at = 1; at <= 5_000; at++) {
            nowNanos = at * 10;
            times.note(ONE, nowNanos - at);
        }
        Histogram latencies = times.latenciesNanos(List.of(ONE, TWO), new Window(100, 110));
        assertEquals(1, latencies.getTotalCount());
        assertEquals(10, latencies.getMaxValue());
        assertEquals(
                5_000,
                times.latenciesNanos(List.of(ONE), new Window(0, 100_000)).getTotalCount());
    }
}
