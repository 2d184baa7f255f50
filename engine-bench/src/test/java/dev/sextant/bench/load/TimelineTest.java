package dev.sextant.bench.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long MILLI = 1_000_000;

    private final Window window = new Window(0, 10 * MILLI, 110 * MILLI, 0);

    @Test
    void theLongestGapIsExactAcrossClients() {
        Timeline one = new Timeline(window);
        Timeline other = new Timeline(window);
        one.add(20 * MILLI);
        one.add(90 * MILLI);
        other.add(47 * MILLI + 123);
        other.add(100 * MILLI);
        one.add(other);
        assertEquals(90 * MILLI - (47 * MILLI + 123), one.longestGapNanos());
    }

    @Test
    void gapsAtTheBeginningAndTheEndCount() {
        Timeline late = new Timeline(window);
        late.add(100 * MILLI);
        assertEquals(90 * MILLI, late.longestGapNanos());
        Timeline early = new Timeline(window);
        early.add(15 * MILLI);
        assertEquals(95 * MILLI, early.longestGapNanos());
        assertEquals(100 * MILLI, new Timeline(window).longestGapNanos());
    }

    @Test
    void whatIsOutsideOfTheWindowDoesNotCount() {
        Timeline timeline = new Timeline(window);
        timeline.add(9 * MILLI);
        timeline.add(110 * MILLI);
        assertArrayEquals(new int[4], timeline.parts(4));
        timeline.add(10 * MILLI);
        timeline.add(109 * MILLI);
        assertArrayEquals(new int[] {1, 0, 0, 1}, timeline.parts(4));
    }

    @Test
    void aLongWindowHasWiderStepsAndTellsItsGapsAllTheSame() {
        long hour = 3_600_000 * MILLI;
        Timeline timeline = new Timeline(new Window(0, 0, hour, 0));
        timeline.add(hour / 2);
        timeline.add(hour - 7);
        assertEquals(hour / 2, timeline.longestGapNanos());
        assertEquals(2, timeline.parts(2).length);
    }

    @Test
    void aWindowIsAStretchOfTime() {
        assertThrows(IllegalArgumentException.class, () -> new Window(0, 5, 5, 0));
        assertThrows(IllegalArgumentException.class, () -> new Window(6, 5, 7, 0));
    }
}
