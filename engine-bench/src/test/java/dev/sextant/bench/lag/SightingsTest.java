package dev.sextant.bench.lag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.util.List;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private static final WriterId WRITER = new WriterId(0);

    private final Sightings sightings = new Sightings(WRITER);

    private static ReadPoint point(long upTo, long... missing) {
        return ReadPoint.ZERO.with(WRITER, upTo, missing);
    }

    @Test
    void aCommitIsThereSinceTheFirstLookThatSawIt() {
        sightings.add(10, point(2));
        sightings.add(20, point(5));
        sightings.add(30, point(5));
        sightings.add(40, point(6));
        assertEquals(OptionalLong.of(10), sightings.since(1));
        assertEquals(OptionalLong.of(10), sightings.since(2));
        assertEquals(OptionalLong.of(20), sightings.since(3));
        assertEquals(OptionalLong.of(20), sightings.since(5));
        assertEquals(OptionalLong.of(40), sightings.since(6));
        assertEquals(OptionalLong.empty(), sightings.since(7));
    }

    @Test
    void whatIsMissingBelowIsNotThere() {
        sightings.add(10, point(5, 3, 4));
        sightings.add(20, point(7, 3));
        assertFalse(sightings.cover(point(7)));
        sightings.add(30, point(7));
        assertTrue(sightings.cover(point(7)));
        assertEquals(OptionalLong.of(30), sightings.since(3));
        assertEquals(OptionalLong.of(20), sightings.since(4));
        assertEquals(OptionalLong.of(10), sightings.since(5));
    }

    @Test
    void whoHasNotLookedHasSeenNothing() {
        assertFalse(sightings.cover(ReadPoint.ZERO));
        assertEquals(OptionalLong.empty(), sightings.since(1));
    }

    @Test
    void aLagIsFromTheAcknowledgementAndNeverNegative() {
        sightings.add(5_000_000, point(1));
        sightings.add(9_000_000, point(2));
        Histogram between = new Histogram(3);
        between.recordValue(4_000_000);
        Lags lags = new Lags();
        lags.add(
                List.of(
                        new Commit(1_000_000, 6_000_000, 1),
                        new Commit(2_000_000, 7_000_000, 2),
                        new Commit(3_000_000, 8_000_000, 3)),
                new Watcher.Looks(sightings, between));
        assertEquals(0, lags.fromEndMillis(50), "it was there before");
        assertEquals(2, lags.fromEndMillis(100), 0.01);
        assertEquals(50, lags.atOncePercent());
        assertEquals(4, lags.fromBeginMillis(50), 0.01);
        assertEquals(7, lags.fromBeginMillis(100), 0.01);
        assertEquals(4, lags.betweenLooksMillis(99), 0.01);
        assertEquals(1, lags.unseen());
    }
}
