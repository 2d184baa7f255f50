package dev.sextant.replication.writer;

import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.TreeMap;

/** Tells segments and all who follow that this writer lives, and opens sessions with segments that came back on a new disk. */
final class Heartbeats {
    private final WriterSettings settings;
    private final Outbox outbox;
    private final RedoApplier applier;
    private final Flights flights;
    private final SlotKeeper slot;
    private final Pulse pulse;
    /** Per segment on a new disk: its generation, and the first seq it may vote on. */
    private final TreeMap<SegmentId, SegmentMessage.OpenSession> sessions = new TreeMap<>();

    Heartbeats(WriterSettings settings, Outbox outbox, RedoApplier applier, Flights flights, SlotKeeper slot) {
        this.settings = settings;
        this.outbox = outbox;
        this.applier = applier;
        this.flights = flights;
        this.slot = slot;
        pulse = new Pulse(settings.reader(), outbox);
    }

    /** Whether a read quorum of segments has told how much it holds. */
    boolean heardReadQuorum() {
        return pulse.heardReadQuorum();
    }

    void askHighestSoon() {
        pulse.askHighestSoon();
    }

    /** From here on the segment's votes count again, if it is asked about nothing older. */
    void newGeneration(SegmentId segment, long generation) {
        sessions.put(
                segment,
                new SegmentMessage.OpenSession(settings.id(), flights.incarnation(), generation, flights.nextSeq()));
    }

    void onStatus(WriterMessage.SegmentStatus status) {
        pulse.onStatus(status);
        if (status.whole()) {
            return;
        }
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
        if (!pulse.isDue(nowNanos)) {
            return;
        }
        // One that has claimed the slot and does not hold it is no sign that its holder lives: several would keep each
        // other waiting.
        long held = slot.state() == WriterState.OPEN ? slot.incarnation() : 0;
        outbox.toSegments(new SegmentMessage.Heartbeat(settings.id(), held, applier.lowestInUse()));
        if (started) {
            outbox.toFollowers(new WriterMessage.PeerHeartbeat(
                    settings.id(),
                    flights.incarnation(),
                    flights.nextSeq() - 1,
                    applier.point(),
                    applier.oldestInUse(),
                    slot.bounds()));
            pulse.askHighest();
        }
    }

    long nextWakeNanos() {
        return pulse.nextWakeNanos();
    }
}
