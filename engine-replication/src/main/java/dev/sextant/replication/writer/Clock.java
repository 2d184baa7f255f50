package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.WriterId;

/** The writer's time: the one it was told with the latest input, and the Lamport time its LSNs are drawn from. */
final class Clock {
    private final WriterId writer;
    private long nowNanos;
    private long lamport;

    Clock(WriterId writer) {
        this.writer = writer;
    }

    void set(long nanos) {
        nowNanos = nanos;
    }

    long nowNanos() {
        return nowNanos;
    }

    /** An LSN was seen: the next one drawn is greater. */
    void saw(Lsn lsn) {
        lamport = Math.max(lamport, lsn.lamport());
    }

    Lsn nextLsn() {
        lamport++;
        return Lsn.of(lamport, writer);
    }
}
