package dev.sextant.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.WriterId;
import dev.sextant.bench.demo.CommitTimes.Window;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pauses beside losses of disks. */
class PausesTest {
    private static final WriterId WRITER = new WriterId(0);
    private static final long MILLI = 1_000_000;
    private static final long STEP = 10 * MILLI;
    private static final long HEALTHY_TO = 1_000 * MILLI;
    private static final long END = 3_000 * MILLI;
    private static final Window REBUILDING = new Window(1_500 * MILLI, 1_800 * MILLI);

    private long nowNanos;
    private final CommitTimes times = new CommitTimes(() -> nowNanos);

    /** A commit each 10 ms, but for a pause that begins at one moment. */
    private void commitsButFor(long pauseFrom, long pauseNanos) {
        for (long at = 0; at <= END; at += at == pauseFrom ? pauseNanos : STEP) {
            nowNanos = at;
            times.note(WRITER, at - MILLI);
        }
    }

    private Pauses pauses() {
        return new Pauses(
                times, List.of(WRITER), new Window(0, HEALTHY_TO), new Window(HEALTHY_TO, END), List.of(REBUILDING));
    }

    private String told() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        pauses().print(new PrintStream(text, true, StandardCharsets.UTF_8));
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPauseWhileADiskIsFilledIsToldAsOne() {
        commitsButFor(1_600 * MILLI, 100 * MILLI);
        assertEquals(10, pauses().worst().ratio(), 0.1);
        assertTrue(told().contains("100.0 ms at 0.6 s: began 0.10 s after a loss, while that disk was filled"), told());
    }

    @Test
    void aPauseWhenAllAreWholeIsToldAsOne() {
        commitsButFor(2_000 * MILLI, 50 * MILLI);
        assertTrue(told().contains("50.0 ms at 1.0 s: began 0.50 s after a loss, when all were whole"), told());
    }

    @Test
    void whatIsWithinTheMeasureIsNoPause() {
        commitsButFor(2_000 * MILLI, 2 * STEP - MILLI);
        assertTrue(told().contains("within: yes"), told());
        assertFalse(told().contains("after a loss"), told());
    }
}
