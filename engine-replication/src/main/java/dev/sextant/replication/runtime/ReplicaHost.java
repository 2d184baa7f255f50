package dev.sextant.replication.runtime;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.replication.node.ReplicaStatuses;
import dev.sextant.replication.writer.ReaderSettings;
import dev.sextant.replication.writer.ReplicaReport;
import dev.sextant.replication.writer.ReplicaSettings;

/**
 * A read replica in this process: its present run, or the last one. A run that was left behind is followed by a new one, which begins
 * with what segments hold. Thread safety: any thread.
 */
final class ReplicaHost {
    private final NodeContext context;
    private final ReplicaId id;
    private final AvailabilityZone zone;
    private volatile ReplicaRun run;
    /** Pages found and not found by former runs; guarded by this, as what follows. */
    private long formerHits;

    private long formerMisses;
    private boolean wanted = true;
    private boolean closed;

    ReplicaHost(NodeContext context, ReplicaId id, AvailabilityZone zone) {
        this.context = context;
        this.id = id;
        this.zone = zone;
        this.run = newRun();
    }

    private ReplicaRun newRun() {
        ClusterConfig config = context.config();
        ReaderSettings reader = new ReaderSettings(
                context.random().nextLong(),
                config.writers(),
                zone.ordinal(),
                Quorums.SIX,
                config.timeouts(),
                config.limits(),
                config.segmentLayout());
        return new ReplicaRun(context, new ReplicaSettings(id, reader), this::leftBehind);
    }

    ReplicaRun run() {
        return run;
    }

    AvailabilityZone zone() {
        return zone;
    }

    synchronized void start() {
        run.start();
    }

    synchronized void kill() {
        wanted = false;
        run.kill();
    }

    /** Ends it for good. */
    synchronized void close() {
        closed = true;
        kill();
    }

    /** Starts a new run if the last one has ended. */
    synchronized void restart() {
        if (!closed) {
            wanted = true;
            if (run.state() == ReplicaState.DOWN) {
                replace();
            }
        }
    }

    private synchronized void leftBehind(ReplicaRun former) {
        if (wanted && run == former) {
            replace();
        }
    }

    private void replace() {
        formerHits += run.residency().hits();
        ReplicaReport report = run.report();
        formerMisses += report == null ? 0 : report.cacheMisses();
        run = newRun();
        run.start();
    }

    synchronized ClusterStatus.ReplicaStatus status() {
        ReplicaRun current = run;
        ReplicaReport report = current.report();
        return ReplicaStatuses.of(
                id,
                zone,
                current.state(),
                current.startedFor(),
                report,
                current.snapshots().size(),
                new ClusterStatus.CacheStatus(
                        current.residency().sizeBytes(),
                        formerHits + current.residency().hits(),
                        formerMisses + (report == null ? 0 : report.cacheMisses())));
    }
}
