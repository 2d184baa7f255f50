package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.replication.node.SegmentStatuses;
import dev.sextant.replication.node.WriterStatuses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts the status of a whole cluster together from what its processes tell of themselves. For one status only. */
final class WholeCluster {
    /** The best of several processes that have the same slot: the one that holds it. */
    private static final List<WriterState> BEST_FIRST =
            List.of(WriterState.OPEN, WriterState.STARTING, WriterState.FENCED, WriterState.DOWN, WriterState.UNKNOWN);

    private final SortedMap<WriterId, WriterStatus> writers = new TreeMap<>();
    private final SortedMap<SegmentId, SegmentStatus> segments = new TreeMap<>();
    private final SortedMap<ReplicaId, ReplicaStatus> replicas = new TreeMap<>();

    private WholeCluster() {}

    /**
     * The status of all. Nobody knows which replicas there should be, so there are those that somebody has told of.
     *
     * @param own what this process hosts
     * @param present what the processes tell that have told of late
     * @param former what those told last that have not; their parts are not known now
     * @param complete whether every process tells, so that a slot that none has is no part of the cluster
     */
    static ClusterStatus of(
            ClusterStatus own,
            Iterable<ClusterStatus> present,
            Iterable<ClusterStatus> former,
            boolean complete,
            int writers,
            SegmentLayout layout) {
        WholeCluster whole = new WholeCluster();
        whole.add(own);
        present.forEach(whole::add);
        former.forEach(status -> whole.add(unknown(status)));
        whole.fill(complete ? 0 : writers, layout);
        return new ClusterStatus(
                List.copyOf(whole.writers.values()),
                List.copyOf(whole.segments.values()),
                List.copyOf(whole.replicas.values()));
    }

    private void add(ClusterStatus status) {
        status.writers().forEach(writer -> writers.merge(writer.id(), writer, WholeCluster::better));
        status.segments()
                .forEach(segment -> segments.merge(
                        segment.id(), segment, (one, other) -> one.state() == SegmentState.UNKNOWN ? other : one));
        status.replicas()
                .forEach(replica -> replicas.merge(
                        replica.id(), replica, (one, other) -> one.state() == ReplicaState.UNKNOWN ? other : one));
    }

    private static WriterStatus better(WriterStatus one, WriterStatus other) {
        return BEST_FIRST.indexOf(other.state()) < BEST_FIRST.indexOf(one.state()) ? other : one;
    }

    /** What nobody has ever told of. */
    private void fill(int slots, SegmentLayout layout) {
        for (int slot = 0; slot < slots; slot++) {
            writers.computeIfAbsent(new WriterId(slot), WholeCluster::unknown);
        }
        for (int index = 0; index < SegmentId.COUNT; index++) {
            segments.computeIfAbsent(new SegmentId(index), segment -> unknown(segment, layout));
        }
    }

    // ---- what is not known -----------------------------------------------------------------------------------------

    private static WriterStatus unknown(WriterId id) {
        return WriterStatuses.of(
                id,
                WriterState.UNKNOWN,
                null,
                ClusterStatus.Counters.ZERO,
                ClusterStatus.Attempts.NONE,
                ClusterStatus.CacheStatus.EMPTY);
    }

    private static SegmentStatus unknown(SegmentId id, SegmentLayout layout) {
        return SegmentStatuses.of(id, SegmentState.UNKNOWN, null, 0, Optional.empty(), layout.role(id));
    }

    /** What was told once, but for what it says of the present. */
    private static ClusterStatus unknown(ClusterStatus former) {
        return new ClusterStatus(
                former.writers().stream().map(WholeCluster::unknown).toList(),
                former.segments().stream().map(WholeCluster::unknown).toList(),
                former.replicas().stream().map(WholeCluster::unknown).toList());
    }

    private static WriterStatus unknown(WriterStatus former) {
        return new WriterStatus(
                former.id(),
                former.zone(),
                WriterState.UNKNOWN,
                former.incarnation(),
                former.readPoint(),
                former.counters(),
                former.attempts(),
                ClusterStatus.InDoubt.NONE,
                Map.of(),
                0,
                former.cache(),
                ClusterStatus.Latency.NONE,
                Map.of());
    }

    private static SegmentStatus unknown(SegmentStatus former) {
        return new SegmentStatus(
                former.id(),
                former.role(),
                SegmentState.UNKNOWN,
                former.generation(),
                former.held(),
                0,
                0,
                former.sizeBytes(),
                former.writtenBytes(),
                ClusterStatus.CatchUp.NONE,
                former.scrub(),
                former.logKeptFor(),
                Optional.empty());
    }

    private static ReplicaStatus unknown(ReplicaStatus former) {
        return new ReplicaStatus(
                former.id(),
                former.zone(),
                ReplicaState.UNKNOWN,
                Duration.ZERO,
                former.readPoint(),
                ClusterStatus.InDoubt.NONE,
                Map.of(),
                0,
                former.cache());
    }
}
