package dev.sextant.replication.runtime.tcp;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What all connections of a process share.
 *
 * @param incarnation drawn at random at the start of the process: tells it from those of the same name before it
 * @param closed whether {@link TcpLinks#close} was called
 */
record Wiring(
        TcpSettings settings,
        long incarnation,
        Handshakes handshakes,
        PeerLinks peers,
        Counters counters,
        Journal journal,
        FrameEncoder encoder,
        AtomicBoolean closed) {
    /** Whether this process has closed its connections, so that what happens to them is no news. */
    boolean isClosed() {
        return closed.get();
    }

    /** The longest content of a frame before both hellos are accepted. */
    int handshakeBytesMost() {
        return Math.max(
                settings.admission().helloBytes() + Greeting.OVERHEAD_BYTES_MOST, 1 + Refusal.REASON_BYTES_MOST);
    }
}
