package dev.sextant.replication.node;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.replication.writer.WriterReport;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a writer says of itself, as the application is told. */
public final class WriterStatuses {
    private WriterStatuses() {}

    /**
     * The status of a writer.
     *
     * @param report what it last said of itself; null before its first word
     * @param counters of all its runs
     * @param attempts of all its runs
     * @param cache its buffer pool, with the reads of all its runs
     */
    public static ClusterStatus.WriterStatus of(
            WriterId id,
            WriterState state,
            @Nullable WriterReport report,
            ClusterStatus.Counters counters,
            ClusterStatus.Attempts attempts,
            ClusterStatus.CacheStatus cache) {
        if (report == null) {
            return new ClusterStatus.WriterStatus(
                    id,
                    id.zone(),
                    state,
                    0,
                    ReadPoint.ZERO,
                    counters,
                    attempts,
                    ClusterStatus.InDoubt.NONE,
                    Map.of(),
                    0,
                    cache,
                    ClusterStatus.Latency.NONE,
                    Map.of());
        }
        return new ClusterStatus.WriterStatus(
                id,
                id.zone(),
                state,
                report.incarnation(),
                report.readPoint(),
                counters,
                attempts,
                new ClusterStatus.InDoubt(report.inDoubt(), report.oldestInDoubt()),
                lags(report.peers()),
                report.queued(),
                cache,
                latency(report.quorum()),
                votes(report));
    }

    /** What one run of a writer has done. */
    public static ClusterStatus.Counters counters(@Nullable WriterReport report, long rollbacks) {
        if (report == null) {
            return new ClusterStatus.Counters(0, rollbacks, 0, 0, 0, 0, 0, 0, 0);
        }
        WriterReport.Counters counters = report.counters();
        return new ClusterStatus.Counters(
                counters.commits(),
                rollbacks,
                counters.proposals(),
                counters.pageConflicts(),
                counters.rowConflicts(),
                counters.serializationConflicts(),
                counters.rebases(),
                counters.indeterminate(),
                counters.settled());
    }

    static Map<WriterId, ClusterStatus.RedoLag> lags(SortedMap<WriterId, WriterReport.Lag> reported) {
        Map<WriterId, ClusterStatus.RedoLag> lags = new TreeMap<>();
        reported.forEach((writer, lag) ->
                lags.put(writer, new ClusterStatus.RedoLag(lag.proposals(), Duration.ofNanos(lag.ageNanos()))));
        return lags;
    }

    private static Map<SegmentId, ClusterStatus.Latency> votes(WriterReport report) {
        Map<SegmentId, ClusterStatus.Latency> votes = new TreeMap<>();
        for (int index = 0; index < report.votes().size(); index++) {
            votes.put(new SegmentId(index), latency(report.votes().get(index)));
        }
        return votes;
    }

    private static ClusterStatus.Latency latency(WriterReport.Latency latency) {
        return new ClusterStatus.Latency(
                latency.count(),
                Duration.ofNanos(latency.p50Nanos()),
                Duration.ofNanos(latency.p99Nanos()),
                Duration.ofNanos(latency.maxNanos()));
    }
}
