package dev.sextant.replication.sim;

import dev.sextant.api.ClusterStatus;
import dev.sextant.replication.node.ReplicaStatuses;
import dev.sextant.replication.node.SegmentStatuses;
import dev.sextant.replication.node.WriterStatuses;
import dev.sextant.replication.sim.world.SimReplica;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import dev.sextant.replication.writer.ReplicaReport;
import dev.sextant.replication.writer.WriterReport;
import dev.sextant.storage.segment.SegmentCounters;
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
                world.segments().stream().map(WorldStatus::of).toList(),
                world.replicas().stream().map(place -> of(place.current())).toList());
    }

    private static ClusterStatus.SegmentStatus of(SimSegment segment) {
        SegmentCounters counters = segment.counters();
        Optional<ClusterStatus.Outage> outage = Optional.ofNullable(segment.failure())
                .map(problem -> new ClusterStatus.Outage(problem, segment.failedFor(), 0, Optional.empty()));
        return SegmentStatuses.of(segment.id(), segment.state(), counters, segment.sizeBytes(), outage, segment.role());
    }

    private static ClusterStatus.ReplicaStatus of(SimReplica replica) {
        ReplicaReport report = replica.report();
        return ReplicaStatuses.of(
                replica.id(),
                replica.zone(),
                replica.state(),
                replica.startedFor(),
                report,
                replica.snapshots().size(),
                new ClusterStatus.CacheStatus(replica.cacheSizeBytes(), replica.cacheHits(), report.cacheMisses()));
    }

    private static ClusterStatus.WriterStatus of(WriterSlot slot) {
        WriterReport report = slot.current().report();
        List<WriterReport> all = new ArrayList<>(slot.formerReports());
        all.add(report);
        ClusterStatus.Counters counters = WriterStatuses.counters(null, slot.rollbacks());
        long misses = 0;
        for (WriterReport one : all) {
            counters = counters.plus(WriterStatuses.counters(one, 0));
            misses += one.counters().cacheMisses();
        }
        return WriterStatuses.of(
                slot.id(),
                slot.current().state(),
                report,
                counters,
                attempts(all),
                new ClusterStatus.CacheStatus(slot.current().cacheSizeBytes(), slot.cacheHits(), misses));
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
