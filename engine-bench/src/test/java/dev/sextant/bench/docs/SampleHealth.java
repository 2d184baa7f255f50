package dev.sextant.bench.docs;

import dev.sextant.api.ClusterHealth;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The health that docs/observability.md shows: a writer that is open, and a segment whose disk is full. */
final class SampleHealth {
    private static final ReadPoint POINT =
            ReadPoint.of(new long[] {1_041, 12, 0, 0}, new long[][] {{1_039}, {}, {}, {}});

    private SampleHealth() {}

    static ClusterHealth get() {
        List<ClusterStatus.SegmentStatus> segments = new ArrayList<>();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            segments.add(segment(new SegmentId(index), index == SegmentId.COUNT - 1));
        }
        return ClusterHealth.of(new ClusterStatus(List.of(writer()), segments, List.of(replica())));
    }

    private static ClusterStatus.WriterStatus writer() {
        return new ClusterStatus.WriterStatus(
                new WriterId(0),
                new WriterId(0).zone(),
                WriterState.OPEN,
                3,
                POINT,
                new ClusterStatus.Counters(1_020, 7, 1_041, 18, 4, 1, 17, 0, 2),
                new ClusterStatus.Attempts(1_020, 1, 3, 4),
                new ClusterStatus.InDoubt(1, List.of(ProposalId.of(1, 13))),
                Map.of(new WriterId(1), new ClusterStatus.RedoLag(1, Duration.ofMillis(400))),
                2,
                new ClusterStatus.CacheStatus(8_388_608, 51_200, 64),
                latency(610, 1_900, 2_214),
                Map.of(new SegmentId(0), latency(580, 1_700, 1_802), new SegmentId(2), latency(600, 2_000, 2_214)));
    }

    private static ClusterStatus.ReplicaStatus replica() {
        ReplicaId id = new ReplicaId(4);
        return new ClusterStatus.ReplicaStatus(
                id,
                id.zone(),
                ReplicaState.OPEN,
                Duration.ZERO,
                POINT,
                new ClusterStatus.InDoubt(1, List.of(ProposalId.of(1, 13))),
                Map.of(new WriterId(1), new ClusterStatus.RedoLag(1, Duration.ofMillis(400))),
                3,
                new ClusterStatus.CacheStatus(4_194_304, 90_210, 128));
    }

    private static ClusterStatus.Latency latency(long p50Micros, long p99Micros, long maxMicros) {
        return new ClusterStatus.Latency(
                512,
                Duration.ofNanos(p50Micros * 1_000),
                Duration.ofNanos(p99Micros * 1_000),
                Duration.ofNanos(maxMicros * 1_000));
    }

    private static ClusterStatus.SegmentStatus segment(SegmentId id, boolean failed) {
        Optional<ClusterStatus.Outage> outage = Optional.of(new ClusterStatus.Outage(
                "Its disk is full. What it acknowledged is on it; make room.",
                Duration.ofSeconds(12),
                3,
                Optional.of(Duration.ofSeconds(4))));
        return new ClusterStatus.SegmentStatus(
                id,
                SegmentLayout.FULL_AND_TAIL.role(id),
                failed ? SegmentState.FAILED : SegmentState.UP,
                1,
                POINT,
                1,
                0,
                4_194_304,
                2_097_152,
                ClusterStatus.CatchUp.NONE,
                new ClusterStatus.ScrubStatus(2, 8_388_608, false),
                Duration.ZERO,
                failed ? outage : Optional.empty());
    }
}
