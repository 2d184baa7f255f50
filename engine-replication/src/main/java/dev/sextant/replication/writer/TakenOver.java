package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Delegator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The transactions that other writers have handed over to this one. They wait and are tried as those of its own clients. That one has
 * committed its redo tells; that it has not, and never will here, is told its writer, as often as that asks.
 *
 * <p>Invariant: whoever was told that this incarnation does not commit a transaction is right for ever. One that is recalled before it came
 * is barred.
 */
final class TakenOver {
    private final WriterId self;
    private final Outbox outbox;
    private final Outcomes outcomes;
    private final SlotOpenings openings;
    private final Flights flights;
    private final Tallies tallies;
    private final Clock clock;
    private final TreeMap<TransactionId, PendingCommit> running = new TreeMap<>();
    /** What did not commit here. Its own writer may yet commit it, so it is nobody else's to know. */
    private final Outcomes refused = new Outcomes();

    TakenOver(
            WriterId self,
            Outbox outbox,
            Outcomes outcomes,
            SlotOpenings openings,
            Flights flights,
            Tallies tallies,
            Clock clock) {
        this.self = self;
        this.outbox = outbox;
        this.outcomes = outcomes;
        this.openings = openings;
        this.flights = flights;
        this.tallies = tallies;
        this.clock = clock;
    }

    /**
     * A transaction is handed over: what is to be tried of it here; null if nothing is.
     *
     * @param takes whether this writer takes commits now
     */
    @Nullable
    PendingCommit onDelegate(WriterMessage.Delegate handed, boolean takes) {
        TransactionId transaction = handed.transaction();
        if (!isFirstWord(handed.from(), handed.incarnation(), handed.afterSeq(), transaction)) {
            return null;
        }
        if (!takes || openings.isPast(handed.from().writer(), handed.from().incarnation())) {
            refuse(transaction, handed.from());
            return null;
        }
        CommitRequest request = new CommitRequest(
                transaction,
                handed.checked(),
                handed.snapshot(),
                handed.age(),
                clock.nowNanos() + handed.timeoutNanos());
        PendingCommit pending = new PendingCommit(request, clock.nowNanos(), handed.from());
        running.put(transaction, pending);
        return pending;
    }

    /** Its writer wants it back. It is given up, but may be part of a proposal. */
    void onRecall(WriterMessage.Recall recall) {
        PendingCommit pending = running.get(recall.transaction());
        if (pending != null && isMeant(recall.incarnation())) {
            pending.giveUp(new ClientAnswer.Abandoned(pending.age()));
            tell(recall.transaction(), recall.from(), true);
        } else if (isFirstWord(recall.from(), recall.incarnation(), recall.afterSeq(), recall.transaction())) {
            refuse(recall.transaction(), recall.from());
        }
    }

    private boolean isMeant(long incarnation) {
        return incarnation == flights.incarnation();
    }

    /** Whether nothing was heard of it before. If it was refused that is said again. */
    private boolean isFirstWord(Delegator from, long incarnation, long afterSeq, TransactionId transaction) {
        if (!isMeant(incarnation) || running.containsKey(transaction)) {
            return false;
        }
        if (outcomes.of(transaction) instanceof ClientAnswer.Committed) {
            return false; // its redo tells
        }
        if (refused.of(transaction) != null) {
            tell(transaction, from, false);
            return false;
        }
        // It may have been here and be forgotten; then only a successor can tell.
        return refused.forgottenUpTo(self) <= afterSeq && outcomes.forgottenUpTo(self) <= afterSeq;
    }

    /** It is not tried here any more, and no attempt of it can commit, or one has. */
    void ended(PendingCommit pending, ClientAnswer answer) {
        TransactionId transaction = pending.request().transaction();
        Delegator from = pending.delegator();
        if (from == null || running.remove(transaction) == null) {
            return;
        }
        if (pending.isCommitted()) {
            tallies.takenOver++;
            outcomes.remember(transaction, self, flights.nextSeq() - 1, answer);
        } else {
            refuse(transaction, from);
        }
    }

    /** It lies behind a seq that is not drawn yet, so nothing that was handed over before is taken for new when it is forgotten. */
    private void refuse(TransactionId transaction, Delegator from) {
        refused.remember(transaction, self, flights.nextSeq(), new ClientAnswer.Abandoned(Lsn.ZERO));
        tell(transaction, from, false);
    }

    private void tell(TransactionId transaction, Delegator from, boolean underWay) {
        outbox.send(
                NodeAddress.of(from.writer()),
                new WriterMessage.Delegated(self, flights.incarnation(), transaction, underWay));
    }
}
