package dev.sextant.replication.runtime.console;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Statuses to show. */
public final class Statuses {
    private Statuses() {}

    /** A writer that has done so much. */
    public static WriterStatus writer(int slot, WriterState state, long commits, long conflicts) {
        WriterId id = new WriterId(slot);
        return new WriterStatus(
                id,
                id.zone(),
                state,
                1,
                ReadPoint.ZERO,
                new Counters(commits, 0, commits + conflicts, conflicts, 0, 0, 0, 0, 0),
                ClusterStatus.Attempts.NONE,
                ClusterStatus.InDoubt.NONE,
                Map.of(),
                0,
                ClusterStatus.CacheStatus.EMPTY,
                new ClusterStatus.Latency(
                        1, Duration.ofNanos(slot + 5), Duration.ofNanos(slot + 7), Duration.ofNanos(9)),
                Map.of());
    }

    /** A segment with nothing in it. */
    public static SegmentStatus segment(int index, SegmentState state) {
        SegmentId id = new SegmentId(index);
        return new SegmentStatus(
                id,
                SegmentLayout.FULL_AND_TAIL.role(id),
                state,
                1,
                ReadPoint.ZERO,
                0,
                0,
                0,
                0,
                ClusterStatus.CatchUp.NONE,
                ClusterStatus.ScrubStatus.NONE,
                Duration.ZERO,
                Optional.empty());
    }

    /** A read replica with a page in memory. */
    public static ReplicaStatus replica(int index, ReplicaState state) {
        ReplicaId id = new ReplicaId(index);
        return new ReplicaStatus(
                id,
                id.zone(),
                state,
                Duration.ZERO,
                ReadPoint.ZERO,
                ClusterStatus.InDoubt.NONE,
                Map.of(new WriterId(0), ClusterStatus.RedoLag.NONE),
                2,
                new ClusterStatus.CacheStatus(8_192, 3, 1));
    }

    /** These writers, and six segments that are up. */
    public static ClusterStatus of(WriterStatus... writers) {
        return new ClusterStatus(
                List.of(writers),
                IntStream.range(0, SegmentId.COUNT)
                        .mapToObj(index -> segment(index, SegmentState.UP))
                        .toList());
    }
}
