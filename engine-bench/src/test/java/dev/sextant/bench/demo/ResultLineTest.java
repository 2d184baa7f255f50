package dev.sextant.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.WriterId;
import dev.sextant.bench.demo.CommitTimes.Window;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last line, and the pauses before it. */
class ResultLineTest {
    private static final Checks.Report SOUND = new Checks.Report(9, 8, 0, 0, true);
    private static final long MILLI = 1_000_000;

    private long nowNanos;
    private final CommitTimes times = new CommitTimes(() -> nowNanos);

    private Gaps gaps(List<WriterId> afterKill) {
        for (nowNanos = 0; nowNanos < 3_000 * MILLI; nowNanos += 2 * MILLI) {
            times.note(new WriterId(0), nowNanos - MILLI);
        }
        return new Gaps(
                times,
                new Window(0, 1_000 * MILLI),
                afterKill,
                new Window(1_000 * MILLI, 2_000 * MILLI),
                List.of(new WriterId(0)),
                new Window(2_000 * MILLI, 3_000 * MILLI));
    }

    @Test
    void saysEverythingThatCounts() {
        assertEquals(
                "RESULT rows=9 commits=8 conflicts_page=0 conflicts_row=0 rebases=0 lost=0 phantom=0"
                        + " max_gap_writer_kill_ms=2.0 max_gap_az_loss_ms=2.0 verified=true",
                ResultLine.of(SOUND, new ClusterStatus(List.of(), List.of()), gaps(List.of(new WriterId(0)))));
        assertEquals("RESULT rows=9 commits=8 lost=0 phantom=0 verified=true", ResultLine.of(SOUND));
    }

    @Test
    void oneWriterHasNoGapToMeasure() {
        assertTrue(ResultLine.of(SOUND, new ClusterStatus(List.of(), List.of()), gaps(List.of()))
                .contains("max_gap_writer_kill_ms=none max_gap_az_loss_ms=2.0"));
    }

    @Test
    void bothChecksMustHold() {
        Checks.Report unsound = new Checks.Report(10, 8, 1, 2, false);
        assertEquals(new Checks.Report(9, 8, 1, 2, false), unsound.and(SOUND));
        assertEquals(new Checks.Report(10, 8, 1, 2, false), SOUND.and(unsound));
    }

    @Test
    void pausesAreToldBesideHealthyOnes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        gaps(List.of(new WriterId(0))).print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(
                text.startsWith("  writer killed: longest gap on [writer-0] 2.0 ms; healthy gap p99.9 2.0 ms max 2.0 ms"
                        + " (1.00x), commit p50 1.0 ms p99.9 1.0 ms (2.00x); within 2x: yes"),
                text);
    }
}
