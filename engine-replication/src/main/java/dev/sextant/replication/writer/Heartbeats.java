package dev.sextant.replication.writer;

import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Tells segments and peers that this writer lives, listens to whether segments do, opens sessions with those that came back
 * on a new disk, and asks a segment now and then for the highest seqs, so that what a dead writer's broken link kept from
 * this one is noticed.
 */
final class Heartbeats {
    private final WriterSettings settings;
    private final Outbox outbox;
    private final RedoApplier applier;
    private final Flights flights;
    private final SlotKeeper slot;
    private final TreeSet<SegmentId> heard = new TreeSet<>();
    /** Per segment on a new disk: its generation, and the first seq it may vote on. */
    private final TreeMap<SegmentId, SegmentMessage.OpenSession> sessions = new TreeMap<>();

    private long nextBeatAt = Long.MIN_VALUE;
    private int rotation;
    private boolean askSoon;

    /** The request id of questions whose answer nobody waits for. */
    private static final long NOBODY = 0;

    Heartbeats(WriterSettings settings, Outbox outbox, RedoApplier applier, Flights flights, SlotKeeper slot) {
        this.settings = settings;
        this.outbox = outbox;
        this.applier = applier;
        this.flights = flights;
        this.slot = slot;
    }

    /** Whether a read quorum of segments has told how much it holds. */
    boolean heardReadQuorum() {
        return heard.size() >= settings.quorums().read();
    }

    void askHighestSoon() {
        askSoon = true;
    }

    /** From here on the segment's votes count again, if it is asked about nothing older. */
    void newGeneration(SegmentId segment, long generation) {
        sessions.put(
                segment,
                new SegmentMessage.OpenSession(settings.id(), flights.incarnation(), generation, flights.nextSeq()));
    }

    void onStatus(WriterMessage.SegmentStatus status) {
        if (status.whole()) {
            heard.add(status.segment());
            return;
        }
        heard.remove(status.segment());
        SegmentMessage.OpenSession session = sessions.get(status.segment());
        boolean open = flights.incarnation() > 0 && slot.state() == WriterState.OPEN;
        if (session != null && open) {
            if (session.incarnation() != flights.incarnation()) {
                newGeneration(status.segment(), status.generation());
            }
            outbox.toSegment(status.segment(), sessions.getOrDefault(status.segment(), session));
        }
    }

    void onTime(long nowNanos, boolean started) {
        if (askSoon) {
            askSoon = false;
            outbox.toSegments(new SegmentMessage.AskHighest(NOBODY));
        }
        if (nowNanos < nextBeatAt) {
            return;
        }
        long period = heardReadQuorum()
                ? settings.timeouts().heartbeat().toNanos()
                : Math.min(
                        settings.timeouts().heartbeat().toNanos(),
                        settings.timeouts().resend().toNanos());
        nextBeatAt = nowNanos + period;
        outbox.toSegments(new SegmentMessage.Heartbeat(settings.id(), slot.incarnation(), applier.lowestInUse()));
        if (started) {
            outbox.toPeers(new WriterMessage.PeerHeartbeat(
                    settings.id(),
                    flights.incarnation(),
                    flights.nextSeq() - 1,
                    applier.point(),
                    applier.oldestInUse()));
            outbox.send(
                    NodeAddress.of(new SegmentId(rotation++ % SegmentId.COUNT)), new SegmentMessage.AskHighest(NOBODY));
        }
    }

    long nextWakeNanos() {
        return askSoon ? Long.MIN_VALUE : nextBeatAt;
    }
}
