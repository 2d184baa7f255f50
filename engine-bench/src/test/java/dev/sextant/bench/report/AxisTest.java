package dev.sextant.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void ticksAreRoundAndReachBeyondTheLargestValue() {
        assertEquals(
                List.of(0.0, 10.0, 20.0, 30.0, 40.0),
                Axis.of(List.of(3.0, 37.0), false).ticks());
        assertEquals(
                List.of(0.0, 1.0, 2.0, 3.0, 4.0, 5.0),
                Axis.of(List.of(5.0), false).ticks());
        assertEquals(0.925, Axis.of(List.of(3.0, 37.0), false).place(37));
    }

    @Test
    void eachDoublingTakesTheSameRoom() {
        Axis axis = Axis.of(List.of(1.0, 16.0), true);
        assertEquals(List.of(1.0, 2.0, 4.0, 8.0, 16.0), axis.ticks());
        assertEquals(0, axis.place(1));
        assertEquals(0.5, axis.place(4), 1e-9);
        assertEquals(1, axis.place(16));
    }

    @Test
    void doublingsBeginAtTheLeastValueAndAreNotTooManyToRead() {
        Axis axis = Axis.of(List.of(10_000.0, 1e6, 1e8), true);
        assertEquals(0, axis.place(10_000));
        assertEquals(0.5, axis.place(1e6), 1e-9);
        assertEquals(1, axis.place(1e8));
        assertEquals(List.of(1e4, 4e4, 16e4, 64e4, 256e4, 1_024e4, 4_096e4), axis.ticks());
        assertEquals(0.5, Axis.of(List.of(4.0), true).place(4), "one point is in the middle");
    }

    @Test
    void nothingToDrawIsNoError() {
        assertEquals(1, Axis.of(List.of(), false).most());
        assertEquals(1, Axis.of(List.of(0.0, Double.NaN), false).most());
    }

    @Test
    void labelsAreShort() {
        assertEquals("0", Axis.label(0));
        assertEquals("0.25", Axis.label(0.25));
        assertEquals("0.0031", Axis.label(0.0031));
        assertEquals("2500", Axis.label(2_500));
        assertEquals("12.5 k", Axis.label(12_500));
        assertEquals("3 M", Axis.label(3_000_000));
        assertEquals("96 G", Axis.label(96e9));
    }
}
