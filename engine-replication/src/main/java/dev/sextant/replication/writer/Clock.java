package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.WriterId;

/** A node's time: the one it was told with the latest input, and the Lamport time that writers draw LSNs from. */
final class Clock {
    private long nowNanos;
    private long lamport;

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

    Lsn nextLsn(WriterId writer) {
        lamport++;
        return Lsn.of(lamport, writer);
    }
}
