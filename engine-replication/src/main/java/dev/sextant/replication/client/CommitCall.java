package dev.sextant.replication.client;

import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitToken;
import dev.sextant.api.Lsn;
import dev.sextant.api.MergeException;
import dev.sextant.api.PageId;
import dev.sextant.api.SextantException;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.spi.KeyText;
import dev.sextant.conflict.check.CheckResult;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.CommitRequest;
import dev.sextant.replication.writer.WriterInput;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One commit: hands the transaction to its writer and makes a result of the answer. If the writer dies before it answers,
 * another one is asked for the outcome, once, within the same deadline.
 *
 * <p>Invariant: once the request has been handed over, nothing but a writer's answer makes the result definite.
 */
final class CommitCall {
    private final ClientContext context;
    private final WriterPort port;
    private final CommitRequest request;
    private final SeenPoint seen;
    private final CommitToken token;
    private final CompletableFuture<CommitResult> result = new CompletableFuture<>();

    /** The LSN of the first attempt, for the next time the work is run. */
    private volatile Lsn age;

    /** What it took, as far as the answer says; for who records it. */
    private volatile int attempts;

    private volatile int pages;

    CommitCall(ClientContext context, WriterPort port, CommitRequest request, SeenPoint seen) {
        this.context = context;
        this.port = port;
        this.request = request;
        this.seen = seen;
        // Taken before the request is handed over: every attempt of it, whoever makes it, will have a higher seq.
        List<Long> after = CommitToken.after(port.pool().current().point());
        token = new CommitToken(request.transaction(), port.id(), port.incarnation(), after);
        age = request.age();
    }

    /** Starts it. The stage completes when everything the session is promised by the result is in place. */
    CompletableFuture<CommitResult> run() {
        ClientProbe.CommitWatch watch = context.ports().probe().commitBegins(port.id(), request);
        port.request(id -> new WriterInput.Commit(id, request))
                .whenComplete((answer, failure) -> Stages.orFail(result, () -> ended(answer, failure)));
        return watch == ClientProbe.CommitWatch.NONE
                ? result
                : result.whenComplete((ended, failure) -> watch.ended(ended, attempts, pages));
    }

    /** The age that the next attempt at the same work inherits. */
    Lsn age() {
        return age;
    }

    private void ended(@Nullable ClientAnswer answer, @Nullable Throwable failure) {
        if (answer != null) {
            result.complete(result(answer));
        } else if (failure != null && Stages.cause(failure) instanceof WriterUnavailableException) {
            askElsewhere();
        } else {
            throw new IllegalStateException("a request ends with an answer or with its writer", failure);
        }
    }

    private void askElsewhere() {
        if (context.isPast(request.deadlineNanos())) {
            result.complete(new CommitResult.Indeterminate(token));
            return;
        }
        CompletionStage<CommitResult> outcome;
        try {
            outcome = new Outcomes(context.ports(), seen).ask(token, request.deadlineNanos());
        } catch (WriterUnavailableException nobodyLeft) {
            outcome = CompletableFuture.failedFuture(nobodyLeft);
        }
        outcome.whenComplete((told, failure) -> Stages.orFail(result, () -> told(told, failure)));
    }

    private void told(@Nullable CommitResult outcome, @Nullable Throwable failure) {
        if (outcome != null) {
            result.complete(outcome);
        } else if (failure != null && Stages.cause(failure) instanceof SextantException) {
            // Nobody could say; the caller holds the token and can ask again.
            result.complete(new CommitResult.Indeterminate(token));
        } else {
            throw new IllegalStateException("an outcome is told or cannot be told", failure);
        }
    }

    private CommitResult result(ClientAnswer answer) {
        TransactionId id = request.transaction();
        if (answer instanceof ClientAnswer.Committed committed) {
            attempts = committed.attempts();
            pages = committed.pages();
            seen.add(committed.readPoint());
            return new CommitResult.Committed(id, committed.readPoint());
        }
        if (answer instanceof ClientAnswer.Conflicted conflicted) {
            age = conflicted.age();
            CheckResult.RowConflict lost = conflicted.conflict();
            return new CommitResult.Conflicted(
                    id,
                    lost.kind(),
                    table(lost.row().table()),
                    KeyText.of(lost.row().key()));
        }
        if (answer instanceof ClientAnswer.Abandoned abandoned) {
            age = abandoned.age();
            return CommitResult.Conflicted.abandoned(id);
        }
        if (answer instanceof ClientAnswer.Rewound rewound) {
            age = rewound.age();
            return CommitResult.Conflicted.rewound(id);
        }
        if (answer instanceof ClientAnswer.Failed failed && isAbandoned(failed)) {
            return CommitResult.Conflicted.abandoned(id);
        }
        if (answer instanceof ClientAnswer.Indeterminate) {
            return new CommitResult.Indeterminate(token);
        }
        throw exception(answer);
    }

    /** Whether nothing happened, and for no fault of the transaction or its size. */
    private static boolean isAbandoned(ClientAnswer.Failed failed) {
        return failed.reason() == ClientAnswer.Failed.Reason.NOT_OPEN
                || failed.reason() == ClientAnswer.Failed.Reason.QUORUM_LOST;
    }

    private RuntimeException exception(ClientAnswer answer) {
        if (answer instanceof ClientAnswer.MergeFailed failed) {
            return mergeFailure(failed.failure());
        }
        if (answer instanceof ClientAnswer.Failed failed) {
            Refusals refusals = new Refusals(context, port, request.transaction(), request.snapshot());
            return refusals.exception(failed, Refusals.SEGMENTS_TO_COMMIT);
        }
        return Refusals.unexpected(answer);
    }

    /** What the codec or the operator's wrapping has thrown says it best. */
    private RuntimeException mergeFailure(CheckResult.MergeFailed failure) {
        if (failure.cause() instanceof SextantException told) {
            return told;
        }
        return new MergeException(
                table(failure.row().table()), KeyText.of(failure.row().key()), failure.cause());
    }

    private String table(PageId root) {
        return context.catalog().name(root);
    }
}
