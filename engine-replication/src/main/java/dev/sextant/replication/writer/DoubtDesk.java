package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds out about proposals that this writer knows to exist and has not applied: pulls them from segments, asks a live owner
 * for the fate, and has settled what nobody decides.
 *
 * <pre>
 *   missed ──pull delay──▶ pulled from segments in turn ──in-doubt timeout──▶ owner asked ──settle answer──▶ settled
 * </pre>
 *
 * A dead owner is not waited for, and one whose proposal keeps another from being settled is asked at once.
 */
final class DoubtDesk {
    /** The most proposals of one slot that are looked after at once, lowest first. */
    static final int MAX_LOOKED_AFTER = 256;

    /** How many proposals one pull asks for. */
    static final int MAX_PULLED = 64;

    private final WriterSettings settings;
    private final Outbox outbox;
    private final SegmentView segments;
    private final RedoApplier applier;
    private final Flights flights;
    private final SettlingDesk settling;
    private final Clock clock;
    private final RoundTrips roundTrips;
    private final TreeMap<ProposalId, Doubt> doubts = new TreeMap<>();
    private final TreeSet<WriterId> gone = new TreeSet<>();
    /** Missing ones that keep others from being settled. */
    private final TreeSet<ProposalId> pressing = new TreeSet<>();

    private long nextLookAt = Long.MIN_VALUE;
    private long pullAt = Long.MIN_VALUE;
    private long nextRequest;
    /** Since anybody told anything; each further one goes to another segment. */
    private int fruitlessPulls;

    private boolean lookSoon;

    private static final class Doubt {
        final long sinceNanos;
        boolean ownerAsked;
        /** A segment has answered that it does not know the fate either. */
        boolean unknownToASegment;

        Doubt(long sinceNanos) {
            this.sinceNanos = sinceNanos;
        }
    }

    DoubtDesk(
            WriterSettings settings,
            Outbox outbox,
            SegmentView segments,
            RedoApplier applier,
            Flights flights,
            SettlingDesk settling,
            Clock clock,
            RoundTrips roundTrips) {
        this.settings = settings;
        this.outbox = outbox;
        this.segments = segments;
        this.applier = applier;
        this.flights = flights;
        this.settling = settling;
        this.clock = clock;
        this.roundTrips = roundTrips;
    }

    /** A proposal is known to exist. */
    void expect(ProposalId id) {
        applier.tracker().expect(id.writer(), id.seq());
    }

    /** One being settled must wait for the fate of this rival: it is asked for at once. */
    void standsInTheWay(ProposalId rival) {
        if (flights.contains(rival)) {
            flights.renounceForOthers(rival);
        } else if (applier.tracker().entered(rival)) {
            settling.settle(rival); // decided long since, which some segment has not heard
        } else {
            expect(rival);
            pressing.add(rival);
            lookSoon = true;
        }
    }

    /** A writer's process is known to be dead: nobody asks it. */
    void gone(WriterId writer) {
        gone.add(writer);
        lookSoon = true;
    }

    void heard(WriterId writer) {
        gone.remove(writer);
    }

    /** Look at once: somebody waits for what is missing. */
    void lookSoon() {
        lookSoon = true;
    }

    /** Whether it has been looked after for that long, in vain. */
    boolean isOlder(ProposalId id, long nanos) {
        Doubt doubt = doubts.get(id);
        return doubt != null && clock.nowNanos() - doubt.sinceNanos >= nanos;
    }

    int count() {
        int overdue = 0;
        for (Doubt doubt : doubts.values()) {
            overdue += clock.nowNanos() - doubt.sinceNanos >= inDoubtNanos() ? 1 : 0;
        }
        return overdue;
    }

    List<ProposalId> oldest(int most) {
        List<ProposalId> overdue = new ArrayList<>();
        for (var doubt : doubts.entrySet()) {
            if (overdue.size() < most && clock.nowNanos() - doubt.getValue().sinceNanos >= inDoubtNanos()) {
                overdue.add(doubt.getKey());
            }
        }
        return overdue;
    }

    /** How long the oldest proposal of a peer has been missing here. */
    long lagNanos(WriterId peer) {
        long longest = 0;
        for (var doubt : doubts.entrySet()) {
            if (doubt.getKey().writer().equals(peer)) {
                longest = Math.max(longest, clock.nowNanos() - doubt.getValue().sinceNanos);
            }
        }
        return longest;
    }

    private long inDoubtNanos() {
        return roundTrips.inDoubtNanos();
    }

    /** How often what is missing is looked over, and how long it may be missing before it is pulled. */
    private long pullNanos() {
        return roundTrips.hedgeNanos();
    }

    void onTime(long nowNanos) {
        if (nowNanos < nextLookAt && !lookSoon) {
            return;
        }
        boolean now = lookSoon;
        lookSoon = false;
        nextLookAt = nowNanos + pullNanos() / 2;
        refresh(nowNanos);
        if (!doubts.isEmpty() && (now || nowNanos >= pullAt)) {
            pull(nowNanos, now);
        }
        new TreeMap<>(doubts).forEach((id, doubt) -> pursue(id, doubt, nowNanos));
    }

    private void refresh(long nowNanos) {
        TreeSet<ProposalId> missing = new TreeSet<>();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            for (ProposalId id : applier.tracker().missing(new WriterId(slot), MAX_LOOKED_AFTER)) {
                if (!flights.contains(id) && !applier.tracker().waits(id) && !isUndrawn(id)) {
                    missing.add(id);
                }
            }
        }
        doubts.keySet().retainAll(missing);
        pressing.retainAll(missing);
        for (ProposalId id : missing) {
            doubts.computeIfAbsent(id, unused -> new Doubt(nowNanos));
        }
    }

    private boolean isUndrawn(ProposalId id) {
        return id.writer().equals(settings.id()) && id.seq() >= flights.nextSeq();
    }

    private void pull(long nowNanos, boolean all) {
        List<ProposalId> due = new ArrayList<>();
        for (var doubt : doubts.entrySet()) {
            if (due.size() < MAX_PULLED && (all || nowNanos - doubt.getValue().sinceNanos >= pullNanos() / 2)) {
                due.add(doubt.getKey());
            }
        }
        if (!due.isEmpty()) {
            pullAt = nowNanos + pullNanos();
            List<SegmentId> order = segments.readOrder(nowNanos);
            SegmentId segment = order.get(fruitlessPulls % order.size());
            fruitlessPulls++;
            outbox.toSegment(segment, new SegmentMessage.Pull(++nextRequest, due));
        }
    }

    private void pursue(ProposalId id, Doubt doubt, long nowNanos) {
        long age = nowNanos - doubt.sinceNanos;
        boolean own = id.writer().equals(settings.id());
        boolean ownerIsDead = own || gone.contains(id.writer());
        if (ownerIsDead) {
            // A pull may still bring it; a segment that does not know the fate, or silence, means that it must be
            // settled.
            if (doubt.unknownToASegment || age >= pullNanos()) {
                settling.settle(id);
            }
        } else if ((age >= inDoubtNanos() || pressing.contains(id)) && !doubt.ownerAsked) {
            doubt.ownerAsked = true;
            outbox.send(NodeAddress.of(id.writer()), new WriterMessage.AskFate(settings.id(), ++nextRequest, id));
        } else if (age >= inDoubtNanos() + roundTrips.settleAnswerNanos()) {
            settling.settle(id);
        }
    }

    /** Answers to pulls and to questions after a fate. */
    void onTold(WriterMessage.Told told) {
        if (!told.decided().isEmpty()) {
            fruitlessPulls = 0;
        }
        for (ProposalId id : told.unknown()) {
            Doubt doubt = doubts.get(id);
            if (doubt != null && told.from().isSegment() && !doubt.unknownToASegment) {
                doubt.unknownToASegment = true;
                lookSoon |= gone.contains(id.writer()) || id.writer().equals(settings.id());
            }
        }
        if (told.decided().size() >= MAX_PULLED / 2) {
            lookSoon = true;
        }
    }

    /** A peer asks for the fate of one of this writer's proposals. */
    void onAskFate(WriterMessage.AskFate ask) {
        flights.renounceForOthers(ask.id());
        if (applier.tracker().entered(ask.id()) && !flights.contains(ask.id())) {
            // Where the content is needed, a segment tells it; that it is decided is what matters here.
            outbox.send(
                    NodeAddress.of(ask.from()),
                    new WriterMessage.Told(
                            ask.requestId(), NodeAddress.of(settings.id()), List.<DecidedProposal>of(), List.of()));
        }
    }

    long nextWakeNanos() {
        if (lookSoon) {
            return clock.nowNanos();
        }
        return nextLookAt;
    }
}
