package dev.sextant.bench.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.Attempts;
import dev.sextant.api.ClusterStatus.CacheStatus;
import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.ClusterStatus.InDoubt;
import dev.sextant.api.ClusterStatus.RedoLag;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the live view shows. */
class PictureTest {
    private static WriterStatus writer(int slot, WriterState state, long commits, long lagMillis) {
        return new WriterStatus(
                new WriterId(slot),
                new WriterId(slot).zone(),
                state,
                1,
                ReadPoint.ZERO,
                new Counters(commits, 0, 0, 1_234, 5, 0, 67, 0, 0),
                Attempts.NONE,
                new InDoubt(3, List.of()),
                Map.of(new WriterId(3 - slot), new RedoLag(1, Duration.ofMillis(lagMillis))),
                0,
                CacheStatus.EMPTY,
                ClusterStatus.Latency.NONE,
                Map.of());
    }

    private static ClusterStatus status(long commits) {
        List<SegmentStatus> segments = IntStream.range(0, SegmentId.COUNT)
                .mapToObj(index -> new SegmentStatus(
                        new SegmentId(index),
                        dev.sextant.api.SegmentRole.FULL,
                        index == 5 ? SegmentState.DOWN : SegmentState.UP,
                        1,
                        ReadPoint.ZERO,
                        0,
                        0,
                        0,
                        0,
                        ClusterStatus.CatchUp.NONE,
                        ClusterStatus.ScrubStatus.NONE,
                        Duration.ZERO,
                        Optional.empty()))
                .toList();
        return new ClusterStatus(
                List.of(writer(0, WriterState.OPEN, commits, 2), writer(1, WriterState.DOWN, 7, 9)), segments);
    }

    private static final Picture PICTURE = new Picture("transfers", 12.5, status(100), status(400), 2, 17_400_000);

    @Test
    void aTableShowsEveryWriterAndZone() {
        List<String> lines = PICTURE.lines();
        assertEquals(5, lines.size());
        assertTrue(lines.get(0).contains("12.5 s  transfers   longest time without a commit 17.4 ms"), lines.get(0));
        assertEquals(
                "  writer-0  A     OPEN             150        1,234            5           67          2.0         3",
                lines.get(2));
        assertEquals(
                "  writer-1  B     DOWN               0        1,234            5           67            -         3",
                lines.get(3));
        assertEquals("  segments  A up  B up  C UP DOWN", lines.get(4));
        assertEquals(lines.get(1).length(), lines.get(2).length());
    }

    @Test
    void aLineSaysTheSame() {
        assertEquals(
                "  12.5 s  commits/s 150 DOWN  conflicts page 2,468 row 10  rebases 134  lag ms 2.0 -"
                        + "  A up  B up  C UP DOWN  gap 17.4 ms  transfers",
                PICTURE.summary());
    }

    private static ReplicaStatus replica(int index, ReplicaState state) {
        return new ReplicaStatus(
                new ReplicaId(index),
                new ReplicaId(index).zone(),
                state,
                Duration.ZERO,
                ReadPoint.ZERO,
                new InDoubt(4, List.of()),
                Map.of(new WriterId(0), RedoLag.NONE, new WriterId(1), new RedoLag(1, Duration.ofMillis(6))),
                0,
                CacheStatus.EMPTY);
    }

    @Test
    void replicasAreShownIfThereAreAny() {
        ClusterStatus with = new ClusterStatus(
                status(400).writers(),
                status(400).segments(),
                List.of(replica(0, ReplicaState.OPEN), replica(1, ReplicaState.DOWN)));
        Picture picture = new Picture("transfers", 12.5, status(100), with, 2, 17_400_000);
        List<String> lines = picture.lines();
        assertEquals(8, lines.size());
        assertEquals("  replica     zone  state     redo lag ms  in doubt", lines.get(4));
        assertEquals("  replica-0   A     OPEN              6.0         4", lines.get(5));
        assertEquals("  replica-1   B     DOWN                -         4", lines.get(6));
        assertTrue(picture.summary().contains("  lag ms 2.0 -  replicas ms 6.0 -  A up"), picture.summary());
    }

    @Test
    void whatIsNoTerminalGetsLines() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Screen screen = Screen.of(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        screen.show(List.of("a", "table"), "one line");
        screen.say("stays");
        assertEquals("one line\nstays\n", bytes.toString(StandardCharsets.UTF_8).replace("\r", ""));
    }
}
