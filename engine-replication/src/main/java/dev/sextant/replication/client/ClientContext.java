package dev.sextant.replication.client;

import dev.sextant.api.ClusterClosedException;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.Timeouts;
import java.time.Duration;

/**
 * What the sessions of one kind share.
 *
 * @param limits of their transactions; those of the catalog have their own
 */
record ClientContext(EnginePorts ports, Catalog catalog, Limits limits) {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    ClientContext withLimits(Limits others) {
        return new ClientContext(ports, catalog, others);
    }

    void checkOpen() {
        if (ports.isClosed()) {
            throw new ClusterClosedException();
        }
    }

    Timeouts timeouts() {
        return ports.config().timeouts();
    }

    /** The moment by which something must have happened that may take so long from now. */
    long deadlineNanos(Duration timeout) {
        Duration bounded = timeout.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : timeout;
        return ports.nowNanos() + bounded.toNanos();
    }

    /** Whether a deadline has passed. The clock may wrap round, so moments are never compared as numbers. */
    boolean isPast(long deadlineNanos) {
        return deadlineNanos - ports.nowNanos() <= 0;
    }
}
