package dev.sextant.replication.runtime.tcp;

import java.util.Map;

/**
 * What happened since the start, as of one moment, though not of exactly the same one for all of it. Immutable.
 *
 * @param connectionsOpen connections that are open now
 * @param connectionsOpened connections that passed their handshake
 * @param dials attempts to connect to a peer
 * @param refusals connections that did not pass their handshake, by reason, incoming and outgoing; every reason is in it
 * @param badFrames frames that were refused, by what was wrong; every problem is in it
 * @param bytesIn bytes read from the network, TLS's own included
 * @param bytesOut bytes handed to the network, TLS's own included
 * @param framesIn frames handed to the receiver
 * @param framesOut frames written to a connection
 * @param sendsDropped how often {@link TcpLinks#send} returned false
 * @param framesLost frames that {@code send} took and whose connection ended before they were written to it
 */
public record TcpCounters(
        long connectionsOpen,
        long connectionsOpened,
        long dials,
        Map<RefusalKind, Long> refusals,
        Map<FrameProblem, Long> badFrames,
        long bytesIn,
        long bytesOut,
        long framesIn,
        long framesOut,
        long sendsDropped,
        long framesLost) {
    /** Copies the maps. */
    public TcpCounters {
        refusals = Map.copyOf(refusals);
        badFrames = Map.copyOf(badFrames);
    }

    /** Connections that did not pass their handshake for this reason. */
    public long refused(RefusalKind kind) {
        return refusals.getOrDefault(kind, 0L);
    }

    /** Frames that were refused for this. */
    public long bad(FrameProblem problem) {
        return badFrames.getOrDefault(problem, 0L);
    }
}
