package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a writer does about proposals that it misses and no segment tells: it asks a live owner for the fate, and has settled what
 * nobody decides.
 *
 * <pre>
 *   missed ──pull delay──▶ pulled from segments in turn ──in-doubt timeout──▶ owner asked ──settle answer──▶ settled
 * </pre>
 *
 * A dead owner is not waited for, and one whose proposal keeps another from being settled is asked at once.
 */
final class DoubtDesk implements MissingDesk.Pursuit {
    private final WriterSettings settings;
    private final Outbox outbox;
    private final RedoApplier applier;
    private final Flights flights;
    private final SettlingDesk settling;
    private final RoundTrips roundTrips;
    private final MissingDesk missing;
    private final TreeSet<WriterId> gone = new TreeSet<>();
    /** Missing ones that keep others from being settled. */
    private final TreeSet<ProposalId> pressing = new TreeSet<>();

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
        this.applier = applier;
        this.flights = flights;
        this.settling = settling;
        this.roundTrips = roundTrips;
        missing = new MissingDesk(outbox, segments, applier, clock, roundTrips, this);
    }

    /** Who looks after what is missing. */
    MissingDesk missing() {
        return missing;
    }

    /** One being settled must wait for the fate of this rival: it is asked for at once. */
    void standsInTheWay(ProposalId rival) {
        if (flights.contains(rival)) {
            flights.renounceForOthers(rival);
        } else if (applier.tracker().entered(rival)) {
            settling.settle(rival); // decided long since, which some segment has not heard
        } else {
            missing.expect(rival);
            pressing.add(rival);
            missing.lookSoon();
        }
    }

    /** A writer's process is known to be dead: nobody asks it. */
    void gone(WriterId writer) {
        gone.add(writer);
        missing.lookSoon();
    }

    void heard(WriterId writer) {
        gone.remove(writer);
    }

    // ---- what is missing -------------------------------------------------------------------------------------------

    @Override
    public boolean leaves(ProposalId id) {
        return flights.contains(id) || isUndrawn(id);
    }

    private boolean isUndrawn(ProposalId id) {
        return id.writer().equals(settings.id()) && id.seq() >= flights.nextSeq();
    }

    @Override
    public boolean isOrphan(ProposalId id) {
        return id.writer().equals(settings.id()) || gone.contains(id.writer());
    }

    @Override
    public void areMissing(SortedSet<ProposalId> now) {
        pressing.retainAll(now);
    }

    @Override
    public void pursue(ProposalId id, MissingDesk.Doubt doubt, long ageNanos) {
        if (isOrphan(id)) {
            // A pull may still bring it; a segment that does not know the fate, or silence, means that it must be
            // settled.
            if (doubt.unknownToASegment || ageNanos >= roundTrips.hedgeNanos()) {
                settling.settle(id);
            }
        } else if ((ageNanos >= roundTrips.inDoubtNanos() || pressing.contains(id)) && !doubt.ownerAsked) {
            doubt.ownerAsked = true;
            outbox.send(
                    NodeAddress.of(id.writer()), new WriterMessage.AskFate(settings.id(), missing.nextRequest(), id));
        } else if (ageNanos >= roundTrips.inDoubtNanos() + roundTrips.settleAnswerNanos()) {
            settling.settle(id);
        }
    }

    // ---- questions of others ---------------------------------------------------------------------------------------

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

    /** A read replica knows of proposals whose fates it cannot find out: from now on they are looked after here, too. */
    void onMissed(WriterMessage.Missed missed) {
        for (ProposalId id : missed.ids()) {
            if (!leaves(id) && !applier.tracker().entered(id)) {
                missing.expect(id);
                missing.lookSoon();
            }
        }
    }
}
