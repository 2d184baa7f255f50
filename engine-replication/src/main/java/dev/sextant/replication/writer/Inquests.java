package dev.sextant.replication.writer;

import dev.sextant.api.CommitToken;
import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds out for clients what became of commits whose end they did not hear: "One answer, once".
 *
 * <pre>
 *   of another incarnation ──slot opened anew──▶ all its seqs decided and applied here ──▶ committed iff one of them carries it
 *            └─ nobody opens it for a while ──▶ opened here, without using it
 *   of this incarnation ──it has ended──▶ its outcome; never heard of ──▶ barred: it cannot begin any more
 * </pre>
 *
 * <p>What committed before this writer started is looked up at segments.
 *
 * <p>Invariant: whoever was told that a transaction did not commit is right for ever (I22).
 */
final class Inquests {
    /** How many seqs of a slot are looked up at segments for one question; who asks later is told that it is not known any more. */
    static final int MAX_LOOKED_UP = 4_096;

    private final WriterSettings settings;
    private final Outbox outbox;
    private final SegmentView segments;
    private final RedoApplier applier;
    private final SlotOpenings openings;
    private final SlotClosers closers;
    private final Outcomes outcomes;
    private final Clock clock;
    private final RoundTrips roundTrips;
    private final List<Inquest> open = new ArrayList<>();
    private long nextRequest;

    private static final class Inquest {
        final long requestId;
        final CommitToken token;
        final long deadlineNanos;
        /** When this writer opens the slot, if nobody else has. */
        final long closeAtNanos;
        /** Per slot, up to where the seqs reach that may carry it; null while that is not known. */
        @Nullable
        List<Long> bounds;

        /** What has to be looked up at segments; null while that is not known. */
        @Nullable
        SortedSet<ProposalId> lookedUp;

        /** Whether something that was decided is not there to be read any more. */
        boolean collected;

        long lookUpRequest;
        long resendAtNanos;
        /** The segments that know all that is left to be decided and have none of it any more. */
        final Set<SegmentId> emptyAt = new TreeSet<>();

        final AskingInTurn lookingUp;

        Inquest(long requestId, CommitToken token, long deadlineNanos, long closeAtNanos, AskingInTurn lookingUp) {
            this.lookingUp = lookingUp;
            this.requestId = requestId;
            this.token = token;
            this.deadlineNanos = deadlineNanos;
            this.closeAtNanos = closeAtNanos;
        }
    }

    Inquests(
            WriterSettings settings,
            Outbox outbox,
            SegmentView segments,
            RedoApplier applier,
            SlotOpenings openings,
            SlotClosers closers,
            Outcomes outcomes,
            Clock clock,
            RoundTrips roundTrips) {
        this.settings = settings;
        this.outbox = outbox;
        this.segments = segments;
        this.applier = applier;
        this.openings = openings;
        this.closers = closers;
        this.outcomes = outcomes;
        this.clock = clock;
        this.roundTrips = roundTrips;
        nextRequest = settings.nonce();
    }

    /** A client asks. A successor is given time to open the slot, and several that ask do not open it at once. */
    void begin(long requestId, CommitToken token, long deadlineNanos) {
        long rank = Math.floorMod(settings.id().slot() - token.writer().slot(), WriterId.MAX_COUNT);
        long closeAt = clock.nowNanos() + roundTrips.inDoubtNanos() + 2 * rank * roundTrips.nanos();
        for (Inquest before : open) {
            // Whoever asks again has waited already.
            closeAt = before.token.equals(token) ? Math.min(closeAt, before.closeAtNanos) : closeAt;
        }
        open.add(new Inquest(requestId, token, deadlineNanos, closeAt, new AskingInTurn(segments)));
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** Looks whether there are answers; to be called when what was applied is published. */
    void check(long incarnation) {
        for (Inquest each : List.copyOf(open)) {
            ClientAnswer answer = answer(each, incarnation);
            if (answer != null) {
                open.remove(each);
                outbox.answer(each.requestId, answer);
            }
        }
    }

    /** Null while it is not known. */
    private @Nullable ClientAnswer answer(Inquest inquest, long incarnation) {
        CommitToken token = inquest.token;
        ClientAnswer known = outcomes.of(token.transaction());
        if (known != null) {
            return asOfNow(known);
        }
        boolean own = token.writer().equals(settings.id()) && token.incarnation() == incarnation;
        if (own) {
            return outcomes.isUnderWay(token.transaction()) ? null : neverBegun(token);
        }
        List<Long> bounds = inquest.bounds == null ? findBounds(inquest) : inquest.bounds;
        if (bounds == null || !isDecided(bounds)) {
            return null;
        }
        SortedSet<ProposalId> left = inquest.lookedUp == null ? beginLookUp(inquest, bounds) : inquest.lookedUp;
        if (inquest.collected) {
            return new ClientAnswer.Indeterminate();
        }
        return left.isEmpty() ? notCommitted(token, bounds.get(token.writer().slot())) : null;
    }

    /** It may have been handed over, so that it lies in any slot. */
    private @Nullable List<Long> findBounds(Inquest inquest) {
        CommitToken token = inquest.token;
        if (!openings.isPast(token.writer(), token.incarnation())) {
            return null;
        }
        closers.stop(token.writer());
        List<Long> bounds = openings.bounds(token.writer());
        for (int slot = 0; slot < bounds.size(); slot++) {
            applier.tracker().expect(new WriterId(slot), bounds.get(slot));
        }
        inquest.bounds = bounds;
        return bounds;
    }

    /** A commit that is known here is applied here, so the session sees it at this writer's point, whoever committed it. */
    ClientAnswer asOfNow(ClientAnswer known) {
        return known instanceof ClientAnswer.Committed ? new ClientAnswer.Committed(applier.point()) : known;
    }

    /** This incarnation was never handed it, or has forgotten it; in the first case it will not take it any more. */
    private ClientAnswer neverBegun(CommitToken token) {
        long afterSeq = token.afterSeq(token.writer());
        boolean forgotten = outcomes.forgottenUpTo(token.writer()) > afterSeq;
        return forgotten ? new ClientAnswer.Indeterminate() : notCommitted(token, afterSeq);
    }

    private ClientAnswer notCommitted(CommitToken token, long upTo) {
        ClientAnswer abandoned = new ClientAnswer.Abandoned(Lsn.ZERO);
        outcomes.remember(token.transaction(), token.writer(), upTo, abandoned);
        return abandoned;
    }

    private boolean isDecided(List<Long> bounds) {
        for (int slot = 0; slot < bounds.size(); slot++) {
            List<ProposalId> missing = applier.tracker().missing(new WriterId(slot), 1);
            if (!missing.isEmpty() && missing.get(0).seq() <= bounds.get(slot)) {
                return false;
            }
        }
        return true;
    }

    // ---- what committed before this writer started -----------------------------------------------------------------

    private SortedSet<ProposalId> beginLookUp(Inquest inquest, List<Long> bounds) {
        SortedSet<ProposalId> left = new TreeSet<>();
        inquest.lookedUp = left;
        for (int slot = 0; slot < bounds.size(); slot++) {
            WriterId writer = new WriterId(slot);
            long after = inquest.token.afterSeq(writer);
            long last = Math.min(outcomes.forgottenUpTo(writer), bounds.get(slot));
            if (last - after > MAX_LOOKED_UP) {
                inquest.collected = true;
                return left;
            }
            for (long seq = after + 1; seq <= last; seq++) {
                left.add(new ProposalId(writer, seq));
            }
        }
        lookUp(inquest);
        return left;
    }

    private void lookUp(Inquest inquest) {
        SortedSet<ProposalId> left = inquest.lookedUp;
        if (left == null || left.isEmpty()) {
            return;
        }
        List<ProposalId> ids = new ArrayList<>();
        for (Iterator<ProposalId> each = left.iterator(); each.hasNext() && ids.size() < MissingDesk.MAX_PULLED; ) {
            ids.add(each.next());
        }
        inquest.resendAtNanos = clock.nowNanos() + settings.timeouts().resend().toNanos();
        inquest.lookUpRequest = ++nextRequest;
        outbox.toSegment(inquest.lookingUp.next(clock.nowNanos()), new SegmentMessage.Pull(nextRequest, ids));
    }

    void onTold(WriterMessage.Told told) {
        for (Inquest each : open) {
            SortedSet<ProposalId> left = each.lookedUp;
            boolean news = false;
            for (DecidedProposal decided : told.decided()) {
                if (left != null && left.remove(decided.id())) {
                    news = true;
                    read(each, decided);
                }
            }
            if (news) {
                each.emptyAt.clear();
                each.lookingUp.told();
                lookUp(each);
            } else if (left != null
                    && told.requestId() == each.lookUpRequest
                    && told.unknown().isEmpty()) {
                each.emptyAt.add(told.from().segment());
                each.collected |= isEmptyEverywhere(each);
            }
        }
    }

    /** Whether all that are in reach, a read quorum at least, have nothing of it. */
    private boolean isEmptyEverywhere(Inquest inquest) {
        for (int index = 0; index < SegmentId.COUNT; index++) {
            SegmentId segment = new SegmentId(index);
            if (segments.isInReach(segment, clock.nowNanos()) && !inquest.emptyAt.contains(segment)) {
                return false;
            }
        }
        return inquest.emptyAt.size() >= settings.quorums().read();
    }

    private void read(Inquest inquest, DecidedProposal decided) {
        TransactionId transaction = inquest.token.transaction();
        if (decided.fate() != Fate.COMMITTED || outcomes.of(transaction) != null) {
            return;
        }
        if (decided.content() == null) {
            inquest.collected = true;
        } else if (decided.content().transactions().contains(transaction)) {
            outcomes.remember(
                    transaction,
                    decided.id().writer(),
                    decided.id().seq(),
                    new ClientAnswer.Committed(applier.point()));
        }
    }

    // ---- time ------------------------------------------------------------------------------------------------------

    void onTime(long nowNanos) {
        for (Inquest each : List.copyOf(open)) {
            if (nowNanos >= each.deadlineNanos) {
                open.remove(each);
                outbox.answer(each.requestId, new ClientAnswer.Indeterminate());
            } else if (each.bounds == null && !isOwnSlot(each) && nowNanos >= each.closeAtNanos) {
                closers.close(each.token.writer());
            } else if (each.lookedUp != null && nowNanos >= each.resendAtNanos) {
                lookUp(each);
            }
        }
    }

    /** Its former incarnations this process has closed itself, and its present one is in use. */
    private boolean isOwnSlot(Inquest inquest) {
        return inquest.token.writer().equals(settings.id());
    }

    long nextWakeNanos() {
        long next = Long.MAX_VALUE;
        for (Inquest each : open) {
            next = Math.min(next, each.deadlineNanos);
            if (each.bounds == null && !isOwnSlot(each) && each.closeAtNanos > clock.nowNanos()) {
                next = Math.min(next, each.closeAtNanos);
            }
            if (each.lookedUp != null && !each.lookedUp.isEmpty()) {
                next = Math.min(next, each.resendAtNanos);
            }
        }
        return next;
    }

    void failAll(ClientAnswer.Failed.Reason reason) {
        open.forEach(each -> outbox.answer(each.requestId, new ClientAnswer.Failed(reason)));
        open.clear();
        closers.stopAll();
    }
}
