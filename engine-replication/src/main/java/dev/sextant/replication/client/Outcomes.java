package dev.sextant.replication.client;

import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitToken;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.WriterInput;
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
     * Asks the writer of the slot that took the commit, which knows it best, or any other one if that is not open, first here and then
     * in other processes. Throws {@link WriterUnavailableException} if none is open; the stage fails with it if the one that was asked
     * dies.
     */
    CompletionStage<CommitResult> ask(CommitToken token, long deadlineNanos) {
        WriterPort port = choose(token);
        TransactionId transaction = token.transaction();
        CompletionStage<ClientAnswer> answered = port == null
                ? ports.outcomeElsewhere(transaction, deadlineNanos)
                : port.request(id -> new WriterInput.AskOutcome(id, transaction, deadlineNanos));
        if (answered == null) {
            throw WriterUnavailableException.none();
        }
        return answered.thenApply(answer -> result(token, answer));
    }

    private @Nullable WriterPort choose(CommitToken token) {
        for (WriterPort port : ports.writers()) {
            if (port.id().equals(token.writer()) && port.isOpen()) {
                return port;
            }
        }
        return Endpoint.leastLoaded(ports.writers(), null, token.transaction().hashCode(), ports.zone());
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
