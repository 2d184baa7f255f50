package dev.sextant.replication.runtime.tcp;

/** What {@link Handshakes} think of a hello. Immutable. */
public sealed interface Verdict {
    /** A longer reason is cut. */
    int REASON_BYTES_MOST = Refusal.REASON_BYTES_MOST;

    /** It may connect, and has this name. It must be the {@link TcpSettings#name()} of the process over there. */
    record Accepted(String peerName) implements Verdict {}

    /**
     * It may not. The other side is told the reason, cut to {@link #REASON_BYTES_MOST} bytes of UTF-8 and with what cannot be
     * printed replaced.
     */
    record Refused(String reason) implements Verdict {}
}
