package dev.sextant.replication.metrics;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus;
import io.micrometer.core.instrument.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The status of a cluster, asked for anew when the last one is old. It does not hold the cluster: whoever forgets to close it
 * has no memory kept by meters.
 *
 * <p>Thread safety: any thread.
 */
final class RecentStatus {
    private final Clock clock;
    private final long ageNanos;
    private @Nullable ClusterStatus last;
    private long askedNanos;

    RecentStatus(Clock clock, long ageNanos) {
        this.clock = clock;
        this.ageNanos = ageNanos;
    }

    /** Null if the cluster is closed. */
    synchronized @Nullable ClusterStatus of(Cluster cluster) {
        if (cluster.isClosed()) {
            last = null;
            return null;
        }
        long now = clock.monotonicTime();
        ClusterStatus status = last;
        if (status == null || now - askedNanos >= ageNanos) {
            status = cluster.status();
            last = status;
            askedNanos = now;
        }
        return status;
    }
}
