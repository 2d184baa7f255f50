package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Reservation;
import dev.sextant.conflict.fate.Tally;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The writer's own proposals from their sending to their fate: counts votes, resends, renounces what lost, and tells
 * segments, peers and clients what was decided.
 */
final class Flights {
    /** From this attempt on a transaction's renouncement leaves a reservation. */
    static final int RESERVATION_FROM_ATTEMPT = 3;

    static final int HOLD_ROUND_TRIPS = 2;
    static final int RESERVATION_ROUND_TRIPS = 3;

    /** How long others keep back for a backtrack that lost: it takes until what was under way has ended, and is known. */
    static final int REWIND_RESERVATION_ROUND_TRIPS = 20;
    /** How much longer a backtrack may take to be voted on than other proposals. */
    private static final long NANOS_PER_REWOUND_PAGE = 200_000;
    /** After how many in-doubt time-outs the owner itself settles what somebody else began to settle. */
    private static final int UNSETTLED_TIMES = 3;

    private final WriterSettings settings;
    private final Outbox outbox;
    private final RedoApplier applier;
    private final PageClaims claims;
    private final Tallies tallies;
    private final Clock clock;
    private final RoundTrips roundTrips;
    private final TreeMap<ProposalId, Flight> flights = new TreeMap<>();
    private Listener listener = Listener.NONE;
    private final DrawnSeqs seqs;
    private final VoteTimes votes = new VoteTimes();
    private long incarnation;

    /** Who has to know how a flight ended. */
    interface Listener {
        Listener NONE = new Listener() {};

        /** A flight lost: its members may be tried again, while the attempt may still commit. */
        default void lost(Flight flight) {}

        /** A flight is known aborted. */
        default void aborted(Flight flight) {}

        /** A flight committed; its redo is applied, and visible after this round. */
        default void committed(Flight flight) {}

        /** A proposal that blocks one of this writer's was named. */
        default void blockedBy(ProposalId rival) {}

        /** More proposals may be made again. */
        default void roomAgain() {}

        /** A settler is at work on a proposal, or was, and has not told its fate for too long. */
        default void unsettled(ProposalId id) {}

        /** This incarnation no longer holds the slot. */
        default void fenced(long byIncarnation) {}
    }

    Flights(
            WriterSettings settings,
            Outbox outbox,
            RedoApplier applier,
            PageClaims claims,
            Tallies tallies,
            Clock clock,
            RoundTrips roundTrips) {
        this.settings = settings;
        this.outbox = outbox;
        this.applier = applier;
        this.claims = claims;
        this.tallies = tallies;
        this.clock = clock;
        this.roundTrips = roundTrips;
        seqs = new DrawnSeqs(settings, outbox);
    }

    void listen(Listener newListener) {
        listener = newListener;
    }

    void open(long newIncarnation, long firstSeq) {
        incarnation = newIncarnation;
        seqs.open(firstSeq);
    }

    long incarnation() {
        return incarnation;
    }

    /** The seq the next proposal takes. */
    long nextSeq() {
        return seqs.nextSeq();
    }

    ProposalId nextId() {
        return seqs.next();
    }

    /** Whether no further proposal may be made now: too many are undecided, or too few are known to segments. */
    boolean isFull() {
        return flights.size() >= settings.limits().undecidedProposals() || !seqs.mayDraw();
    }

    /** How long segments take to vote. */
    VoteTimes votes() {
        return votes;
    }

    int undecided() {
        return flights.size();
    }

    boolean contains(ProposalId id) {
        return flights.containsKey(id);
    }

    void launch(Proposal proposal, List<PendingCommit> members) {
        long now = clock.nowNanos();
        Flight flight = new Flight(
                proposal,
                new Tally(proposal.id(), proposal.age(), settings.quorums()),
                members,
                now,
                now + voteNanos(proposal),
                now + settings.timeouts().resend().toNanos());
        flights.put(proposal.id(), flight);
        seqs.launched(flight, now);
        if (!proposal.rewinds()) {
            votes.sent(proposal.id().seq(), now);
        }
        claims.claim(flight);
        tallies.proposals++;
        if (members.stream().anyMatch(member -> member.attempts() > 1)) {
            tallies.rebases++;
        }
        outbox.toSegments(new SegmentMessage.Propose(proposal));
    }

    /** A backtrack is long, and everybody waits for it. */
    private long voteNanos(Proposal proposal) {
        return roundTrips.voteNanos()
                + (proposal.rewinds()
                        ? NANOS_PER_REWOUND_PAGE * proposal.writes().size()
                        : 0);
    }

    // ---- answers ---------------------------------------------------------------------------------------------------

    void onVoted(WriterMessage.Voted voted) {
        if (seqs.answered(voted)) {
            listener.roomAgain();
        }
        time(voted);
        count(voted);
        long successor = successorKnownFrom(voted);
        if (successor > incarnation) {
            listener.fenced(successor);
        }
    }

    /**
     * The incarnation that an answer shows to have taken the slot, or this one's own. A refusal tells that of a proposal that was
     * given up long ago, too, and so does an answer about a seq that this incarnation has not come to.
     */
    private long successorKnownFrom(WriterMessage.Voted voted) {
        if (incarnation == 0 || !voted.id().writer().equals(settings.id())) {
            return incarnation;
        }
        long named = voted.verdict() instanceof Verdict.Fenced fenced ? fenced.incarnation() : 0;
        long least = voted.id().seq() >= seqs.nextSeq() ? incarnation + 1 : incarnation;
        return Math.max(named, least);
    }

    /** Of a proposal that has ended, too. */
    private void time(WriterMessage.Voted voted) {
        if (voted.id().writer().equals(settings.id()) && voted.ballot().equals(Ballot.PROPOSE)) {
            votes.voted(voted.id().seq(), voted.segment(), clock.nowNanos());
        }
    }

    private void count(WriterMessage.Voted voted) {
        Flight flight = flights.get(voted.id());
        if (flight == null) {
            return;
        }
        Tally.State before = flight.tally().state();
        if (voted.ballot().equals(Ballot.PROPOSE)) {
            if (flight.answeredBy(voted.segment())) {
                roundTrips.observe(clock.nowNanos() - flight.proposedNanos());
            }
            flight.tally().onVote(voted.segment(), voted.generation(), voted.verdict());
        } else if (voted.ballot().equals(Ballot.RENOUNCE)) {
            flight.tally().onRenounceVote(voted.segment(), voted.verdict());
        } else if (voted.verdict() instanceof Verdict.Decided decided) {
            flight.tally().onFate(decided.fate());
        }
        if (voted.verdict() instanceof Verdict.Parked parked && parked.rival() != null) {
            listener.blockedBy(parked.rival().id());
        }
        react(flight, before);
    }

    /** The fate of one of this writer's proposals was learned from somebody else. */
    void onFate(ProposalId id, Fate fate) {
        Flight flight = flights.get(id);
        if (flight != null) {
            Tally.State before = flight.tally().state();
            flight.tally().onFate(fate);
            react(flight, before);
        }
    }

    /** Somebody's commit overwrote a base: own proposals that write the same page on it are aborted. */
    void onCommitted(Proposal winner) {
        if (winner.rewinds()) {
            onRewound(winner);
            return;
        }
        for (Flight flight : List.copyOf(flights.values())) {
            if (!flight.id().equals(winner.id()) && overwrites(winner, flight.proposal())) {
                onFate(flight.id(), Fate.ABORTED);
            }
        }
    }

    /** A backtrack rests on all that was committed before it: what it does not rest on is aborted. */
    private void onRewound(Proposal backtrack) {
        for (Flight flight : List.copyOf(flights.values())) {
            if (!flight.id().equals(backtrack.id()) && !backtrack.deps().sees(flight.id())) {
                onFate(flight.id(), Fate.ABORTED);
            }
        }
    }

    private static boolean overwrites(Proposal winner, Proposal other) {
        for (PageWrite write : other.writes()) {
            for (PageWrite won : winner.writes()) {
                if (won.page().equals(write.page()) && won.base().equals(write.base())) {
                    return true;
                }
            }
        }
        return false;
    }

    private void react(Flight flight, Tally.State before) {
        Tally.State now = flight.tally().state();
        if (now == before) {
            return;
        }
        switch (now) {
            case COMMITTED -> committed(flight);
            case RENOUNCED -> renounce(flight);
            case ABORTED -> {
                if (before != Tally.State.RENOUNCED) {
                    lose(flight);
                    leaveReservation(flight);
                }
                aborted(flight);
            }
            case PROPOSED, AWAITING_FATE ->
                flight.resendAt(clock.nowNanos() + settings.timeouts().resend().toNanos());
        }
    }

    private void committed(Flight flight) {
        end(flight);
        Proposal proposal = flight.proposal();
        Tally tally = flight.tally();
        if (tally.counted()) {
            votes.committed(proposal.id().seq(), clock.nowNanos());
        }
        outbox.fate(new DecidedProposal(proposal.id(), Fate.COMMITTED, tally.counted(), tally.readers(), null));
        outbox.toFollowers(new WriterMessage.Redo(
                settings.id(),
                List.of(new DecidedProposal(
                        proposal.id(), Fate.COMMITTED, tally.counted(), tally.readers(), proposal))));
        applier.committed(proposal);
        listener.committed(flight);
    }

    private void aborted(Flight flight) {
        end(flight);
        DecidedProposal news = DecidedProposal.aborted(flight.id());
        outbox.fate(news);
        outbox.toFollowers(new WriterMessage.Redo(settings.id(), List.of(news)));
        applier.aborted(flight.id());
        listener.aborted(flight);
    }

    private void end(Flight flight) {
        flights.remove(flight.id());
        claims.release(flight);
    }

    // ---- losing ----------------------------------------------------------------------------------------------------

    private void renounce(Flight flight) {
        lose(flight);
        Reservation reservation = reservationFor(flight);
        if (reservation != null) {
            flight.reserve(reservation);
        }
        flight.resendAt(clock.nowNanos() + settings.timeouts().resend().toNanos());
        outbox.toSegments(
                new SegmentMessage.Renounce(flight.id(), flight.proposal().incarnation(), flight.reservation()));
    }

    /** The rivals' commit was known before the refusal: nothing is left to renounce, but the retry may need its turn kept. */
    private void leaveReservation(Flight flight) {
        Reservation reservation = reservationFor(flight);
        if (reservation != null) {
            outbox.toSegments(
                    new SegmentMessage.Renounce(flight.id(), flight.proposal().incarnation(), reservation));
        }
    }

    private void lose(Flight flight) {
        claims.release(flight);
        Tally.Loss loss = flight.tally().loss();
        if (!(loss instanceof Tally.Loss.TimedOut) && !(loss instanceof Tally.Loss.Fenced)) {
            tallies.pageConflicts++;
            outbox.happened(new WriterEvent.PageLost(flight.id(), lostPage(flight, loss)));
        }
        if (settings.tieRule().hold() && !flight.rewinds()) {
            hold(flight, loss);
        }
        for (PendingCommit member : flight.members()) {
            member.lost(flight.id());
        }
        listener.lost(flight);
    }

    private static @Nullable PageId lostPage(Flight flight, Tally.@Nullable Loss loss) {
        if (loss instanceof Tally.Loss.Overtaken overtaken) {
            return overtaken.page();
        }
        return flight.pages().size() == 1 ? flight.pages().get(0) : null;
    }

    private void hold(Flight flight, Tally.@Nullable Loss loss) {
        long until = clock.nowNanos() + HOLD_ROUND_TRIPS * roundTrips.nanos();
        if (loss instanceof Tally.Loss.Overtaken overtaken) {
            claims.hold(overtaken.page(), overtaken.newer(), until);
        } else if (loss instanceof Tally.Loss.Outranked outranked) {
            for (PageWrite write : flight.proposal().writes()) {
                claims.holdFor(outranked.rival().id(), write.page(), until);
            }
        }
    }

    private @Nullable Reservation reservationFor(Flight flight) {
        if (flight.rewinds()) {
            long lifeNanos = REWIND_RESERVATION_ROUND_TRIPS * roundTrips.nanos();
            return new Reservation(flight.proposal().age(), List.of(PageId.LINE), lifeNanos);
        }
        boolean often = flight.members().stream().anyMatch(m -> m.attempts() >= RESERVATION_FROM_ATTEMPT);
        if (!often || !settings.tieRule().reservations() || flight.tally().loss() instanceof Tally.Loss.Fenced) {
            return null;
        }
        TreeSet<PageId> pages = new TreeSet<>(flight.pages());
        return new Reservation(
                flight.proposal().age(), new ArrayList<>(pages), RESERVATION_ROUND_TRIPS * roundTrips.nanos());
    }

    /** Gives up every flight that a transaction is in, because an earlier attempt of it has committed. */
    void renounceAllWith(PendingCommit member) {
        for (Flight flight : List.copyOf(flights.values())) {
            if (flight.members().contains(member)) {
                renounceNow(flight);
            }
        }
    }

    private void renounceNow(Flight flight) {
        Tally.State before = flight.tally().state();
        flight.tally().onVoteTimeout();
        react(flight, before);
    }

    /** A peer asks what became of one of this writer's proposals, since it waits: one not decided yet is given up. */
    void renounceForOthers(ProposalId id) {
        Flight flight = flights.get(id);
        boolean takesLong = flight != null && flight.rewinds() && clock.nowNanos() < flight.voteDeadlineNanos();
        if (flight != null && !takesLong) {
            renounceNow(flight);
        }
    }

    /** Gives up a backtrack that took too long. */
    void renounce(ProposalId id) {
        Flight flight = flights.get(id);
        if (flight != null) {
            renounceNow(flight);
        }
    }

    // ---- time ------------------------------------------------------------------------------------------------------

    void onTime(long nowNanos) {
        seqs.onTime(nowNanos);
        for (Flight flight : List.copyOf(flights.values())) {
            if (nowNanos >= flight.voteDeadlineNanos() && flight.tally().state() == Tally.State.PROPOSED) {
                renounceNow(flight);
            } else if (nowNanos >= flight.resendAtNanos()) {
                resend(flight);
            }
        }
    }

    private void resend(Flight flight) {
        flight.resendAt(clock.nowNanos() + settings.timeouts().resend().toNanos());
        Tally tally = flight.tally();
        if (tally.state() == Tally.State.AWAITING_FATE) {
            // Who settles it tells the fate once; if that is lost, a segment that knows answers with it.
            outbox.toSegments(new SegmentMessage.Propose(flight.proposal()));
        } else if (tally.state() == Tally.State.PROPOSED) {
            toAllBut(tally.acceptedBy(), new SegmentMessage.Propose(flight.proposal()));
        } else if (tally.state() == Tally.State.RENOUNCED) {
            toAllBut(
                    tally.renouncedBy(),
                    new SegmentMessage.Renounce(flight.id(), flight.proposal().incarnation(), flight.reservation()));
        }
        boolean given = tally.state() != Tally.State.PROPOSED;
        if (given && clock.nowNanos() - flight.proposedNanos() >= UNSETTLED_TIMES * roundTrips.inDoubtNanos()) {
            listener.unsettled(flight.id());
        }
    }

    private void toAllBut(List<SegmentId> done, SegmentMessage message) {
        for (int index = 0; index < SegmentId.COUNT; index++) {
            SegmentId segment = new SegmentId(index);
            if (!done.contains(segment)) {
                outbox.toSegment(segment, message);
            }
        }
    }

    long nextWakeNanos() {
        long next = seqs.nextWakeNanos();
        for (Flight flight : flights.values()) {
            next = Math.min(next, flight.resendAtNanos());
            if (flight.tally().state() == Tally.State.PROPOSED) {
                next = Math.min(next, flight.voteDeadlineNanos());
            }
        }
        return next;
    }

    /** A segment came back with another disk: votes of its former generation that are not yet counted in a quorum are void. */
    void onGeneration(SegmentId segment, long generation) {
        for (Flight flight : flights.values()) {
            flight.tally().onGeneration(segment, generation);
        }
    }

    void forEach(Consumer<Flight> action) {
        List.copyOf(flights.values()).forEach(action);
    }
}
