package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Delegator;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that this writer has handed over to others, which commit them: each to one incarnation of one writer, once, and only
 * while no attempt of its own can commit.
 *
 * <pre>
 *   handed over ──its redo is applied here──▶ committed
 *        │  └─the other says that it does not commit it──▶ back in the own queue
 *        └─no word──▶ recalled, again and again ──no word──▶ the other's slot opened anew, all below decided ──▶ one or the other
 * </pre>
 *
 * <p>Invariant I23: what was handed over is tried here again only when the other incarnation can commit it no more.
 */
final class Delegations {
    private final WriterSettings settings;
    private final Outbox outbox;
    private final RedoApplier applier;
    private final SlotOpenings openings;
    private final SlotClosers closers;
    private final Contests contests;
    private final Tallies tallies;
    private final Clock clock;
    private final RoundTrips roundTrips;
    private final TreeMap<TransactionId, Handed> handed = new TreeMap<>();
    private Listener listener = Listener.NONE;
    private long incarnation;

    /** Who has to know how it ended. */
    interface Listener {
        Listener NONE = new Listener() {};

        /** It has committed elsewhere, in this proposal. */
        default void committed(PendingCommit pending, ProposalId proposal) {}

        /** It did not commit, and nobody else will commit it. */
        default void cameBack(PendingCommit pending) {}
    }

    private static final class Handed {
        final PendingCommit pending;
        final WriterId to;
        final long incarnation;
        final long afterSeq;
        long recallAtNanos;
        long closeAtNanos;

        Handed(PendingCommit pending, WriterId to, long incarnation, long afterSeq) {
            this.pending = pending;
            this.to = to;
            this.incarnation = incarnation;
            this.afterSeq = afterSeq;
        }
    }

    Delegations(
            WriterSettings settings,
            Outbox outbox,
            RedoApplier applier,
            SlotOpenings openings,
            SlotClosers closers,
            Contests contests,
            Tallies tallies,
            Clock clock,
            RoundTrips roundTrips) {
        this.settings = settings;
        this.outbox = outbox;
        this.applier = applier;
        this.openings = openings;
        this.closers = closers;
        this.contests = contests;
        this.tallies = tallies;
        this.clock = clock;
        this.roundTrips = roundTrips;
    }

    void listen(Listener newListener) {
        listener = newListener;
    }

    /** The slot is open under this incarnation. */
    void open(long ownIncarnation) {
        incarnation = ownIncarnation;
    }

    boolean isEmpty() {
        return handed.isEmpty();
    }

    /** Whether it was handed over, and nothing is known of it yet. */
    boolean contains(TransactionId transaction) {
        return handed.containsKey(transaction);
    }

    /** Whom a transaction on these pages is handed over to; null if to nobody. */
    @Nullable
    WriterId target(NavigableSet<PageId> pages) {
        WriterId winner = contests.winner(pages);
        boolean known = winner != null && openings.incarnation(winner) > 0;
        return known && handed.size() < settings.limits().queuedCommits() ? winner : null;
    }

    /** Hands a transaction over. */
    void handOver(PendingCommit pending, WriterId to) {
        long now = clock.nowNanos();
        CommitRequest request = pending.request();
        Handed one = new Handed(pending, to, openings.incarnation(to), applier.point().upTo(to));
        one.recallAtNanos = now + roundTrips.inDoubtNanos();
        one.closeAtNanos = one.recallAtNanos + patienceNanos(to);
        handed.put(request.transaction(), one);
        pending.travels();
        tallies.handedOver++;
        outbox.send(
                NodeAddress.of(to),
                new WriterMessage.Delegate(
                        self(),
                        to,
                        one.incarnation,
                        one.afterSeq,
                        Math.max(0, request.deadlineNanos() - now),
                        request.transaction(),
                        request.checked(),
                        request.snapshot(),
                        pending.age()));
    }

    private Delegator self() {
        return new Delegator(settings.id(), incarnation);
    }

    /** How long a writer may be silent until its slot is opened here: several that wait do not open it at once. */
    private long patienceNanos(WriterId to) {
        long rank = Math.floorMod(settings.id().slot() - to.slot(), WriterId.MAX_COUNT);
        return roundTrips.inDoubtNanos() + 2 * rank * roundTrips.nanos();
    }

    /** The other writer says what it does. */
    void onDelegated(WriterMessage.Delegated told) {
        Handed one = handed.get(told.transaction());
        if (one == null || !one.to.equals(told.from()) || one.incarnation != told.incarnation()) {
            return;
        }
        if (told.underWay()) {
            one.closeAtNanos = clock.nowNanos() + patienceNanos(one.to);
        } else {
            comesBack(told.transaction(), one);
        }
    }

    private void comesBack(TransactionId transaction, Handed one) {
        handed.remove(transaction);
        tallies.cameBack++;
        listener.cameBack(one.pending);
    }

    /** A proposal was applied: what was handed over and is in it has committed. */
    void applied(Proposal proposal) {
        for (TransactionId transaction : proposal.transactions()) {
            Handed one = handed.remove(transaction);
            if (one != null) {
                one.pending.knownCommitted(proposal.writes().size());
                listener.committed(one.pending, proposal.id());
            }
        }
    }

    /** A writer's process is known to be dead: it will not answer. */
    void gone(WriterId writer) {
        for (Handed one : handed.values()) {
            if (one.to.equals(writer)) {
                one.recallAtNanos = clock.nowNanos();
                one.closeAtNanos = Math.min(one.closeAtNanos, clock.nowNanos() + patienceNanos(writer));
            }
        }
    }

    /** Looks whether some have ended with the incarnation they were handed over to; to be called when what was applied is published. */
    void check() {
        for (TransactionId transaction : List.copyOf(handed.keySet())) {
            Handed one = handed.get(transaction);
            if (one != null && openings.isPast(one.to, one.incarnation)) {
                long upTo = openings.bounds(one.to).get(one.to.slot());
                closers.stop(one.to);
                applier.tracker().expect(one.to, upTo);
                List<ProposalId> missing = applier.tracker().missing(one.to, 1);
                if (missing.isEmpty() || missing.get(0).seq() > upTo) {
                    comesBack(transaction, one);
                }
            }
        }
    }

    // ---- time ------------------------------------------------------------------------------------------------------

    void onTime(long nowNanos) {
        for (TransactionId transaction : new ArrayList<>(handed.keySet())) {
            Handed one = handed.get(transaction);
            if (one == null) {
                continue;
            }
            if (nowNanos >= one.pending.request().deadlineNanos()) {
                one.pending.leaveOpen(outbox, tallies);
            }
            if (nowNanos >= one.recallAtNanos) {
                one.recallAtNanos = nowNanos + settings.timeouts().resend().toNanos();
                contests.forget(one.to);
                outbox.send(
                        NodeAddress.of(one.to),
                        new WriterMessage.Recall(self(), one.incarnation, one.afterSeq, transaction));
            }
            if (nowNanos >= one.closeAtNanos && !openings.isPast(one.to, one.incarnation)) {
                closers.close(one.to);
            }
        }
    }

    long nextWakeNanos() {
        long next = Long.MAX_VALUE;
        for (Handed one : handed.values()) {
            next = Math.min(next, one.recallAtNanos);
            if (one.closeAtNanos > clock.nowNanos()) {
                next = Math.min(next, one.closeAtNanos);
            }
            if (!one.pending.answered()) {
                next = Math.min(next, one.pending.request().deadlineNanos());
            }
        }
        return next;
    }
}
