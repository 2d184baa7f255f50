package dev.sextant.replication.client;

import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitToken;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.WriterInput;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Asks what became of commits of which nobody heard the end. Thread safety: any thread. */
final class Outcomes {
    private final EnginePorts ports;
    private final SeenPoint seen;

    /** What has committed counts as seen. */
    Outcomes(EnginePorts ports, SeenPoint seen) {
        this.ports = ports;
        this.seen = seen;
    }

    /**
     * Asks the writer that took the commit, which knows it best, if it still lives; else another one, and the next if that one cannot
     * answer or dies: first here and then in other processes. Throws {@link WriterUnavailableException} if none is open; the stage
     * fails with it if all that were asked have died.
     */
    CompletionStage<CommitResult> ask(CommitToken token, long deadlineNanos) {
        Question question = new Question(token, deadlineNanos);
        if (!question.askNext()) {
            throw WriterUnavailableException.none();
        }
        return question.result;
    }

    /** One question, to one writer after the other. */
    private final class Question {
        private final CommitToken token;
        private final long deadlineNanos;
        private final CompletableFuture<CommitResult> result = new CompletableFuture<>();
        private final Set<WriterPort> asked = new HashSet<>();
        private boolean askedElsewhere;

        Question(CommitToken token, long deadlineNanos) {
            this.token = token;
            this.deadlineNanos = deadlineNanos;
        }

        /** Tells whether there was somebody left to ask. */
        boolean askNext() {
            WriterPort port = choose();
            if (port != null) {
                asked.add(port);
                listen(port.request(id -> new WriterInput.AskOutcome(id, token, deadlineNanos)));
                return true;
            }
            CompletionStage<ClientAnswer> elsewhere =
                    askedElsewhere ? null : ports.outcomeElsewhere(token, deadlineNanos);
            askedElsewhere = true;
            if (elsewhere != null) {
                listen(elsewhere);
            }
            return elsewhere != null;
        }

        private void listen(CompletionStage<ClientAnswer> answered) {
            answered.whenComplete((answer, failure) -> Stages.orFail(result, () -> ended(answer, failure)));
        }

        private void ended(@Nullable ClientAnswer answer, @Nullable Throwable failure) {
            boolean isLeft = answer == null || answer instanceof ClientAnswer.Failed;
            if (isLeft && deadlineNanos - ports.nowNanos() > 0 && askNext()) {
                return;
            }
            if (answer != null) {
                result.complete(result(token, answer));
            } else if (failure != null) {
                result.completeExceptionally(Stages.cause(failure));
            } else {
                throw new IllegalStateException("a request ends with an answer or with its writer");
            }
        }

        private @Nullable WriterPort choose() {
            WriterPort other = null;
            WriterPort successor = null;
            for (WriterPort port : ports.writers()) {
                if (!port.isOpen() || asked.contains(port)) {
                    continue;
                }
                if (!port.id().equals(token.writer())) {
                    other = other == null ? port : other;
                } else if (port.incarnation() == token.incarnation()) {
                    return port;
                } else {
                    successor = port;
                }
            }
            // One that was there all the time need not look anything up.
            return other == null ? successor : other;
        }
    }

    /** All that did not commit is told alike, so that the answer is the same whoever is asked, and however often. */
    private CommitResult result(CommitToken token, ClientAnswer answer) {
        if (answer instanceof ClientAnswer.Committed committed) {
            seen.add(committed.readPoint());
            return new CommitResult.Committed(token.transaction(), committed.readPoint());
        }
        if (answer instanceof ClientAnswer.Conflicted
                || answer instanceof ClientAnswer.MergeFailed
                || answer instanceof ClientAnswer.Abandoned
                || answer instanceof ClientAnswer.Rewound) {
            return CommitResult.Conflicted.abandoned(token.transaction());
        }
        if (answer instanceof ClientAnswer.Indeterminate || answer instanceof ClientAnswer.Failed) {
            return new CommitResult.Indeterminate(token);
        }
        throw Refusals.unexpected(answer);
    }
}
