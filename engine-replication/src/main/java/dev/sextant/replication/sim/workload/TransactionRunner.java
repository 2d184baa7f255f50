package dev.sextant.replication.sim.workload;

import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitToken;
import dev.sextant.api.ConflictKind;
import dev.sextant.api.Remedy;
import dev.sextant.api.Session;
import dev.sextant.api.SessionClosedException;
import dev.sextant.api.SextantException;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionClosedException;
import dev.sextant.api.TransactionOptions;
import dev.sextant.replication.sim.time.VirtualTime;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Runs a transaction from its beginning to the word on its end, and closes it on every path.
 *
 * <p>What the end is follows the promises of the API, so that a broken promise becomes an anomaly: what fails before the
 * commit is handed over has not happened; nor has a commit that fails with a remedy of {@link Remedy#RETRY} or
 * {@link Remedy#RETRY_LATER}, which say so. A commit without an answer is asked for a few times. Everything else that the
 * engine throws on purpose leaves the end open. What says that the request itself is wrong is a bug, since no workload asks
 * for the impossible, and fails the stage.
 */
final class TransactionRunner {
    /** How often a client asks for an outcome before it gives up. */
    static final int ASKS = 4;

    private static final long FIRST_PAUSE_NANOS = 50 * VirtualTime.MILLI;

    private final VirtualTime time;

    TransactionRunner(VirtualTime time) {
        this.time = time;
    }

    /** What is done between the beginning of a transaction and its commit. */
    interface Work extends Function<Transaction, CompletionStage<?>> {}

    /** Begins a transaction, does the work and commits. The stage fails only if there is a bug. */
    CompletionStage<Attempt> run(Session session, TransactionOptions options, Work work) {
        return new Run(session, work).start(options);
    }

    private final class Run {
        private final Session session;
        private final Work work;
        private final long beganNanos = time.nowNanos();

        Run(Session session, Work work) {
            this.session = session;
            this.work = work;
        }

        CompletionStage<Attempt> start(TransactionOptions options) {
            return Stages.settle(
                    Stages.attempt(() -> session.beginAsync(options)), this::work, failure -> unproposed(failure));
        }

        private CompletionStage<Attempt> work(Transaction transaction) {
            return Stages.settle(
                    Stages.attempt(() -> work.apply(transaction).thenApply(result -> true)),
                    done -> commit(transaction),
                    failure -> {
                        transaction.rollback();
                        return unproposed(failure);
                    });
        }

        private CompletionStage<Attempt> commit(Transaction transaction) {
            return Stages.settle(Stages.attempt(transaction::commitAsync), this::answered, failure -> {
                transaction.rollback();
                return proposed(failure);
            });
        }

        private CompletionStage<Attempt> unproposed(Throwable failure) {
            return isBug(failure) ? CompletableFuture.failedFuture(failure) : ended(Workload.Step.ABORTED);
        }

        private CompletionStage<Attempt> proposed(Throwable failure) {
            if (isBug(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            return ended(saysNothingHappened(failure) ? Workload.Step.ABORTED : Workload.Step.UNKNOWN);
        }

        private CompletionStage<Attempt> answered(CommitResult result) {
            if (result instanceof CommitResult.Indeterminate indeterminate) {
                return ask(indeterminate.token(), 1);
            }
            return ended(result);
        }

        private CompletionStage<Attempt> ask(CommitToken token, int turn) {
            return time.pause(FIRST_PAUSE_NANOS << turn)
                    .thenCompose(over -> Stages.settle(
                            Stages.attempt(() -> session.outcomeAsync(token)),
                            result -> told(result, token, turn),
                            failure -> isBug(failure)
                                    ? CompletableFuture.failedFuture(failure)
                                    : told(new CommitResult.Indeterminate(token), token, turn)));
        }

        private CompletionStage<Attempt> told(CommitResult result, CommitToken token, int turn) {
            boolean again = result instanceof CommitResult.Indeterminate && turn < ASKS;
            return again ? ask(token, turn + 1) : ended(result);
        }

        private CompletionStage<Attempt> ended(CommitResult result) {
            if (result instanceof CommitResult.Conflicted conflicted) {
                return ended(Workload.Step.ABORTED, Optional.of(conflicted.kind()));
            }
            return ended(result instanceof CommitResult.Committed ? Workload.Step.COMMITTED : Workload.Step.UNKNOWN);
        }

        private CompletionStage<Attempt> ended(Workload.Step step) {
            return ended(step, Optional.empty());
        }

        private CompletionStage<Attempt> ended(Workload.Step step, Optional<ConflictKind> conflict) {
            return CompletableFuture.completedFuture(new Attempt(step, conflict, beganNanos, time.nowNanos()));
        }
    }

    /** Whether somebody has made a mistake, the workload or the engine. */
    private static boolean isBug(Throwable failure) {
        return !(failure instanceof SextantException told)
                || (told.remedy() == Remedy.CHANGE_REQUEST && !(told instanceof SnapshotTooOldException))
                || told instanceof TransactionClosedException
                || told instanceof SessionClosedException;
    }

    private static boolean saysNothingHappened(Throwable failure) {
        return failure instanceof SextantException told
                && (told.remedy() == Remedy.RETRY || told.remedy() == Remedy.RETRY_LATER);
    }
}
