package dev.sextant.replication.runtime.tcp;

import java.time.Duration;

/**
 * How long things may take. Immutable.
 *
 * @param handshake the longest from an accepted or dialed TCP connection until both sides have accepted each other
 * @param connect the longest wait for TCP to connect. Short: what was sent while the network did not carry it is sent again by TCP after
 *     pauses that double, so that after a partition a new attempt is there sooner
 * @param ping after so long without hearing from a peer it is asked for an answer
 * @param silence after about so long without hearing from a peer it is given up; rounded up to whole pings
 * @param backOffFirst the pause before the first new attempt to connect, before jitter
 * @param backOffLongest the longest pause, which is reached by doubling. With {@code connect} it bounds how long two processes stay apart when
 *     they could reach each other again; another zone that is lost meanwhile is one too many
 */
public record TcpTimes(
        Duration handshake,
        Duration connect,
        Duration ping,
        Duration silence,
        Duration backOffFirst,
        Duration backOffLongest) {
    /** For networks within a region. */
    public static final TcpTimes DEFAULT = new TcpTimes(
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofSeconds(1));

    /** Checks each, and that they fit each other. */
    public TcpTimes {
        Require.positive("tcp.handshake", handshake);
        Require.positive("tcp.connect", connect);
        Require.positive("tcp.ping", ping);
        Require.positive("tcp.silence", silence);
        Require.positive("tcp.backOffFirst", backOffFirst);
        Require.positive("tcp.backOffLongest", backOffLongest);
        Require.that(
                silence.compareTo(ping.multipliedBy(2)) >= 0,
                "tcp.silence",
                "must be at least twice tcp.ping, " + ping + ", or a peer is given up before it can answer");
        Require.that(
                backOffLongest.compareTo(backOffFirst) >= 0,
                "tcp.backOffLongest",
                "must be at least tcp.backOffFirst, " + backOffFirst + ", not " + backOffLongest);
    }

    /** With another one. */
    public TcpTimes withHandshake(Duration value) {
        return new TcpTimes(value, connect, ping, silence, backOffFirst, backOffLongest);
    }

    /** With others. */
    public TcpTimes withPing(Duration newPing, Duration newSilence) {
        return new TcpTimes(handshake, connect, newPing, newSilence, backOffFirst, backOffLongest);
    }

    /** With others. */
    public TcpTimes withBackOff(Duration first, Duration longest) {
        return new TcpTimes(handshake, connect, ping, silence, first, longest);
    }

    /** How many times in a row a peer may be found silent. */
    int silentPingsMost() {
        long pingNanos = ping.toNanos();
        return Math.toIntExact((silence.toNanos() + pingNanos - 1) / pingNanos);
    }
}
