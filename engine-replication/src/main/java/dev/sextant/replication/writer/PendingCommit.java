package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Delegator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A transaction on its way through commit, over all its attempts.
 *
 * <p>Invariant I9: it is answered as not committed only when every attempt is known aborted.
 */
final class PendingCommit {
    private static final long NO_CLIENT = -1;

    private final long requestId;
    private final CommitRequest request;
    private final long queuedNanos;
    /** Attempts that were renounced and may still commit, as far as is known here. */
    private final TreeSet<ProposalId> openAttempts = new TreeSet<>();

    private Lsn age;
    private int attempts;
    private int passedOver;
    private @Nullable PageId waitsFor;
    private @Nullable ClientAnswer verdict;
    private boolean answered;
    private boolean committed;
    private int pages;
    private long notBeforeNanos;
    /** Who has handed it over to this writer; null if its client has. */
    private final @Nullable Delegator delegator;

    private boolean travelled;
    private boolean startsAtOnce;

    PendingCommit(long requestId, CommitRequest request, long nowNanos) {
        this(requestId, request, nowNanos, null);
    }

    /** That of another writer, which no client of this one waits for. */
    PendingCommit(CommitRequest request, long nowNanos, Delegator delegator) {
        this(NO_CLIENT, request, nowNanos, delegator);
    }

    private PendingCommit(long requestId, CommitRequest request, long nowNanos, @Nullable Delegator delegator) {
        this.delegator = delegator;
        this.requestId = requestId;
        this.request = request;
        this.queuedNanos = nowNanos;
        this.age = request.age();
    }

    /** Who has handed it over to this writer; null if it is of a client of this one. */
    @Nullable
    Delegator delegator() {
        return delegator;
    }

    /** Whether it may be handed over: it is of a client of this writer, was not before, and cannot commit here any more without being tried again. */
    boolean mayTravel() {
        return delegator == null
                && !travelled
                && openAttempts.isEmpty()
                && !isOver()
                && !request.checked().writes().merges()
                && request.checked().reads().ranges().size() <= WriterMessage.Delegate.MAX_RANGES;
    }

    /** It is handed over. */
    void travels() {
        travelled = true;
        waitsFor = null;
    }

    /** Whether what it was read from is part of a point; asked until it is. */
    boolean mayStartAt(ReadPoint point) {
        startsAtOnce |= point.covers(request.snapshot());
        return startsAtOnce;
    }

    CommitRequest request() {
        return request;
    }

    long queuedNanos() {
        return queuedNanos;
    }

    /** The LSN of the first attempt; {@link Lsn#ZERO} before it. */
    Lsn age() {
        return age;
    }

    int attempts() {
        return attempts;
    }

    /** It is part of a proposal now. */
    void attempted(Lsn lsn) {
        if (age.equals(Lsn.ZERO)) {
            age = lsn;
        }
        attempts++;
        passedOver = 0;
        notBeforeNanos = 0;
    }

    void lost(ProposalId attempt) {
        openAttempts.add(attempt);
    }

    void knownAborted(ProposalId attempt) {
        openAttempts.remove(attempt);
    }

    Set<ProposalId> openAttempts() {
        return openAttempts;
    }

    /** The page whose arrival or release it waits for. */
    @Nullable
    PageId waitsFor() {
        return waitsFor;
    }

    void waitFor(@Nullable PageId page) {
        waitsFor = page;
    }

    /** When it may be tried again; 0 if at once. */
    long notBeforeNanos() {
        return notBeforeNanos;
    }

    void notBefore(long nanos) {
        notBeforeNanos = nanos;
    }

    /** How often others were grouped while this one could not be. */
    int passedOver() {
        return passedOver;
    }

    void passOver() {
        passedOver++;
    }

    /** It will not be tried again: this is the answer once no attempt can commit any more. */
    void giveUp(ClientAnswer answer) {
        if (verdict == null) {
            verdict = answer;
        }
    }

    @Nullable
    ClientAnswer verdict() {
        return verdict;
    }

    boolean answered() {
        return answered;
    }

    /** Whether it will not be tried again, as far as is known now. */
    boolean isOver() {
        return answered || committed || verdict != null;
    }

    /** One of its attempts is known committed: no other can, and none is to be made. */
    void knownCommitted(int changedPages) {
        committed = true;
        pages = changedPages;
    }

    /** The answer that it is part of the volume. */
    ClientAnswer.Committed committedAt(ReadPoint point) {
        return new ClientAnswer.Committed(point, attempts, pages);
    }

    boolean isCommitted() {
        return committed;
    }

    void answer(Outbox outbox, ClientAnswer answer) {
        if (!answered) {
            answered = true;
            if (delegator == null) {
                outbox.answer(requestId, answer);
            }
        }
    }

    /** Its time is over, and it may yet commit. */
    void leaveOpen(Outbox outbox, Tallies tallies) {
        if (!answered) {
            tallies.indeterminate += delegator == null ? 1 : 0;
            answer(outbox, new ClientAnswer.Indeterminate());
        }
    }
}
