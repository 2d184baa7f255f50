package dev.sextant.replication.runtime;

import dev.sextant.replication.writer.WallClock;

/** What happens later: on the system's clock in a running cluster, on a test's own elsewhere. */
interface Clock {
    /** The time; only differences mean something. */
    long nowNanos();

    /** The time of day. */
    default WallClock wallClock() {
        return unused -> System.currentTimeMillis();
    }

    /** Has the work run when the time has come; works due at the same time run in the order they were handed over. */
    void at(long dueNanos, Runnable work);
}
