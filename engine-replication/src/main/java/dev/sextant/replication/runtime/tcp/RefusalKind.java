package dev.sextant.replication.runtime.tcp;

/** Why a connection did not come to be. */
public enum RefusalKind {
    /** The other side showed no certificate. */
    NO_CERTIFICATE,
    /** The other side's certificate was not issued by the cluster's authority, or not for this use. */
    FOREIGN_CERTIFICATE,
    /** The other side's certificate is not valid any more, or not yet. */
    EXPIRED_CERTIFICATE,
    /** What the other side sent is not TLS. */
    NOT_TLS,
    /** TLS failed for another reason. */
    TLS_FAILED,
    /** This process refused the other's hello. */
    NOT_ACCEPTED,
    /** The other side refused this process: its certificate, or its hello. */
    REFUSED_BY_PEER,
    /** The handshake took too long. */
    TIMED_OUT,
    /** There were too many connections, or too many in their handshake. */
    TOO_MANY,
    /** A frame of the handshake was bad; {@link TcpCounters#badFrames()} says how. */
    BAD_FRAME,
    /** The other side closed the connection during the handshake without a word. */
    ABANDONED
}
