package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The transactions that are known to have committed and whose clients are not told yet, since this writer's read point does not show
 * them: more seqs before theirs are missing than a point can name, until those are settled.
 *
 * <p>Invariant I21: who is told of a commit is given a read point that shows it.
 */
final class HiddenCommits {
    private final Outbox outbox;
    private final RedoApplier applier;
    private final Tallies tallies;
    private final BiConsumer<? super PendingCommit, ? super ClientAnswer> finish;
    private final List<Hidden> hidden = new ArrayList<>();

    /** A transaction and the proposal it has committed with. */
    private record Hidden(PendingCommit transaction, ProposalId proposal) {}

    /**
     * None yet.
     *
     * @param finish takes those that are shown, with their answers
     */
    HiddenCommits(
            Outbox outbox,
            RedoApplier applier,
            Tallies tallies,
            BiConsumer<? super PendingCommit, ? super ClientAnswer> finish) {
        this.outbox = outbox;
        this.applier = applier;
        this.tallies = tallies;
        this.finish = finish;
    }

    void add(PendingCommit transaction, ProposalId proposal) {
        hidden.add(new Hidden(transaction, proposal));
    }

    boolean isEmpty() {
        return hidden.isEmpty();
    }

    /** Tells the clients of those that the published point shows; whether there were any. */
    boolean finishShown() {
        List<PendingCommit> shown = new ArrayList<>();
        for (Iterator<Hidden> each = hidden.iterator(); each.hasNext(); ) {
            Hidden next = each.next();
            if (applier.tracker().entered(next.proposal)) {
                each.remove();
                shown.add(next.transaction);
            }
        }
        shown.forEach(member -> finish.accept(member, member.committedAt(applier.point())));
        return !shown.isEmpty();
    }

    /** Those whose time is over are told that it cannot be told yet: their sessions could not be kept from reading what was before. */
    void onTime(long nowNanos) {
        for (Hidden each : hidden) {
            if (!each.transaction.answered()
                    && nowNanos >= each.transaction.request().deadlineNanos()) {
                each.transaction.leaveOpen(outbox, tallies);
            }
        }
    }

    long nextWakeNanos() {
        long next = Long.MAX_VALUE;
        for (Hidden each : hidden) {
            if (!each.transaction.answered()) {
                next = Math.min(next, each.transaction.request().deadlineNanos());
            }
        }
        return next;
    }
}
