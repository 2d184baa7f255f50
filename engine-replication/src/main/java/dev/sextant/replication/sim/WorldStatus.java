package dev.sextant.replication.sim;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.WriterId;
import dev.sextant.replication.node.SegmentStatuses;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import dev.sextant.replication.writer.WriterReport;
import dev.sextant.storage.segment.SegmentCounters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts what the parts of a world say of themselves into the words of the API. */
final class WorldStatus {
    private static final double HALF = 0.5;
    private static final double ALL_BUT_ONE_IN_A_THOUSAND = 0.999;

    private WorldStatus() {}

    static ClusterStatus of(World world) {
        return new ClusterStatus(
                world.slots().stream().map(WorldStatus::of).toList(),
                world.segments().stream().map(WorldStatus::of).toList());
    }

    private static ClusterStatus.SegmentStatus of(SimSegment segment) {
        SegmentCounters counters = segment.counters();
        Optional<ClusterStatus.Outage> outage = Optional.ofNullable(segment.failure())
                .map(problem -> new ClusterStatus.Outage(problem, segment.failedFor(), 0, Optional.empty()));
        return SegmentStatuses.of(segment.id(), segment.state(), counters, segment.sizeBytes(), outage, segment.role());
    }

    private static ClusterStatus.WriterStatus of(WriterSlot slot) {
        WriterReport report = slot.current().report();
        List<WriterReport> all = new ArrayList<>(slot.formerReports());
        all.add(report);
        return new ClusterStatus.WriterStatus(
                slot.id(),
                slot.id().zone(),
                slot.current().state(),
                report.incarnation(),
                report.readPoint(),
                counters(all, slot.rollbacks()),
                attempts(all),
                new ClusterStatus.InDoubt(report.inDoubt(), report.oldestInDoubt()),
                lags(report),
                report.queued(),
                new ClusterStatus.CacheStatus(
                        slot.current().cacheSizeBytes(),
                        slot.current().cacheHits(),
                        report.counters().cacheMisses()));
    }

    private static Map<WriterId, ClusterStatus.RedoLag> lags(WriterReport report) {
        Map<WriterId, ClusterStatus.RedoLag> lags = new TreeMap<>();
        report.peers()
                .forEach((peer, lag) ->
                        lags.put(peer, new ClusterStatus.RedoLag(lag.proposals(), Duration.ofNanos(lag.ageNanos()))));
        return lags;
    }

    private static ClusterStatus.Counters counters(List<WriterReport> reports, long rollbacks) {
        ClusterStatus.Counters sum = ClusterStatus.Counters.ZERO;
        for (WriterReport report : reports) {
            WriterReport.Counters more = report.counters();
            sum = new ClusterStatus.Counters(
                    sum.commits() + more.commits(),
                    rollbacks,
                    sum.proposals() + more.proposals(),
                    sum.pageConflicts() + more.pageConflicts(),
                    sum.rowConflicts() + more.rowConflicts(),
                    sum.serializationConflicts() + more.serializationConflicts(),
                    sum.rebases() + more.rebases(),
                    sum.indeterminate() + more.indeterminate(),
                    sum.settled() + more.settled());
        }
        return sum;
    }

    /** How many transactions took how many attempts, over all runs of a slot. */
    private static ClusterStatus.Attempts attempts(List<WriterReport> reports) {
        SortedMap<Integer, Long> counts = new TreeMap<>();
        long transactions = 0;
        for (WriterReport report : reports) {
            for (int attempts = 0; attempts < report.attempts().length; attempts++) {
                int count = report.attempts()[attempts];
                transactions += count;
                if (count > 0) {
                    counts.merge(attempts, (long) count, Long::sum);
                }
            }
        }
        return counts.isEmpty()
                ? ClusterStatus.Attempts.NONE
                : new ClusterStatus.Attempts(
                        transactions,
                        atMost(counts, Math.ceil(transactions * HALF)),
                        atMost(counts, Math.ceil(transactions * ALL_BUT_ONE_IN_A_THOUSAND)),
                        counts.lastKey());
    }

    private static int atMost(SortedMap<Integer, Long> counts, double transactions) {
        long seen = 0;
        for (Map.Entry<Integer, Long> count : counts.entrySet()) {
            seen += count.getValue();
            if (seen >= transactions) {
                return count.getKey();
            }
        }
        return counts.lastKey();
    }
}
