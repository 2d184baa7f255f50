package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.replication.writer.WriterReport;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Puts what a writer says of itself into the words of the API. */
final class WriterStatuses {
    private WriterStatuses() {}

    static ClusterStatus.WriterStatus of(WriterRun run, ClusterStatus.Counters counters, AttemptCounts former) {
        WriterReport report = run.report();
        AttemptCounts attempts = new AttemptCounts();
        attempts.add(former);
        if (report != null) {
            attempts.add(report.attempts());
        }
        return new ClusterStatus.WriterStatus(
                run.id(),
                run.id().zone(),
                run.state(),
                report == null ? 0 : report.incarnation(),
                report == null ? ReadPoint.ZERO : report.readPoint(),
                counters,
                attempts.summary(),
                report == null
                        ? ClusterStatus.InDoubt.NONE
                        : new ClusterStatus.InDoubt(report.inDoubt(), report.oldestInDoubt()),
                report == null ? Map.of() : lags(report),
                report == null ? 0 : report.queued(),
                new ClusterStatus.CacheStatus(
                        run.residency().sizeBytes(),
                        run.residency().hits(),
                        report == null ? 0 : report.counters().cacheMisses()));
    }

    private static Map<WriterId, ClusterStatus.RedoLag> lags(WriterReport report) {
        Map<WriterId, ClusterStatus.RedoLag> lags = new TreeMap<>();
        report.peers()
                .forEach((peer, lag) ->
                        lags.put(peer, new ClusterStatus.RedoLag(lag.proposals(), Duration.ofNanos(lag.ageNanos()))));
        return lags;
    }
}
