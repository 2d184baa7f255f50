package dev.sextant.replication.runtime.tcp;

/**
 * Who may connect: makes this process's hello, and judges the other's. Both sides judge, and nothing else passes before both
 * have accepted.
 *
 * <p>Called on event loops, for several connections at once: must be thread safe and must not block. What it throws refuses the
 * connection, and is logged as the bug that it is.
 */
public interface Handshakes {
    /** This process's hello; at most {@link AdmissionLimits#helloBytes()}. */
    byte[] hello();

    /**
     * Judges the other side's hello. With TLS the certificate was issued by the cluster's own authority and is valid; whether its
     * names fit the hello is for this method to say. On plain text it is {@link PeerCertificate#NONE}.
     */
    Verdict check(byte[] hello, PeerCertificate certificate);
}
