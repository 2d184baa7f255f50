package dev.sextant.replication.node;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.replication.writer.ReplicaReport;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a read replica says of itself, as the application is told. */
public final class ReplicaStatuses {
    private ReplicaStatuses() {}

    /**
     * The status of a replica.
     *
     * @param startedFor how long ago its present run, or the last one, was started
     * @param report what it last said of itself; null before its first word
     * @param cache its buffer pool
     */
    public static ClusterStatus.ReplicaStatus of(
            ReplicaId id,
            AvailabilityZone zone,
            ReplicaState state,
            Duration startedFor,
            @Nullable ReplicaReport report,
            int openTransactions,
            ClusterStatus.CacheStatus cache) {
        Duration startingFor = state == ReplicaState.STARTING ? startedFor : Duration.ZERO;
        if (report == null) {
            return new ClusterStatus.ReplicaStatus(
                    id,
                    zone,
                    state,
                    startingFor,
                    ReadPoint.ZERO,
                    ClusterStatus.InDoubt.NONE,
                    Map.of(),
                    openTransactions,
                    cache);
        }
        return new ClusterStatus.ReplicaStatus(
                id,
                zone,
                state,
                startingFor,
                report.readPoint(),
                new ClusterStatus.InDoubt(report.inDoubt(), report.oldestInDoubt()),
                WriterStatuses.lags(report.lags()),
                openTransactions,
                cache);
    }
}
