package dev.sextant.replication.node;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.SegmentState;
import dev.sextant.storage.segment.SegmentCounters;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a segment counts, as the application is told. */
public final class SegmentStatuses {
    private SegmentStatuses() {}

    /**
     * The status of a segment.
     *
     * @param counters what it counts; null if it is down
     */
    public static ClusterStatus.SegmentStatus of(
            SegmentId id,
            SegmentState state,
            @Nullable SegmentCounters counters,
            long sizeBytes,
            Optional<ClusterStatus.Outage> outage,
            SegmentRole role) {
        if (counters == null) {
            return new ClusterStatus.SegmentStatus(
                    id,
                    role,
                    state,
                    0,
                    ReadPoint.ZERO,
                    0,
                    0,
                    0,
                    0,
                    ClusterStatus.CatchUp.NONE,
                    ClusterStatus.ScrubStatus.NONE,
                    Duration.ZERO,
                    outage);
        }
        return new ClusterStatus.SegmentStatus(
                id,
                role,
                state,
                counters.generation() + 1,
                counters.held(),
                counters.undecided(),
                counters.parked(),
                sizeBytes,
                counters.persistedBytes(),
                new ClusterStatus.CatchUp(
                        counters.missing(),
                        counters.pagesToCopy(),
                        counters.bytesCopied(),
                        timeLeft(counters.catchUpNanos())),
                new ClusterStatus.ScrubStatus(counters.scrubRounds(), counters.scrubbedBytes(), counters.damaged()),
                Duration.ofNanos(counters.logKeptNanos()),
                outage);
    }

    /** What nobody knows is said as -1 by the core. */
    public static Optional<Duration> timeLeft(long nanos) {
        return nanos < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
    }
}
