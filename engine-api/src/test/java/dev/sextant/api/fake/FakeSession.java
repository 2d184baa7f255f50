package dev.sextant.api.fake;

import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitToken;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionId;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.config.RetryPolicy;
import dev.sextant.api.spi.Await;
import dev.sextant.api.spi.AwaitingSession;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** A session of the engine in memory. */
final class FakeSession implements AwaitingSession {
    private final FakeEngine engine;
    private final SessionOptions options;
    private final RandomGenerator random = new SplittableRandom(7);

    FakeSession(FakeEngine engine, SessionOptions options) {
        this.engine = engine;
        this.options = options;
    }

    @Override
    public Await waits() {
        return engine;
    }

    @Override
    public RandomGenerator random() {
        return random;
    }

    @Override
    public RetryPolicy retryPolicy() {
        return options.retryPolicy().orElse(engine.retryPolicy);
    }

    @Override
    public TransactionOptions transactionOptions() {
        return options.transactions();
    }

    @Override
    public CompletionStage<Transaction> beginAsync(TransactionOptions transactionOptions) {
        if (!engine.beginFailures.isEmpty()) {
            return CompletableFuture.failedFuture(engine.beginFailures.remove());
        }
        TransactionId id = new TransactionId(0, engine.begun.size() + 1);
        FakeTransaction transaction = new FakeTransaction(engine, id, transactionOptions);
        engine.begun.add(transaction);
        return CompletableFuture.completedFuture(transaction);
    }

    @Override
    public CompletionStage<Transaction> beginAgainAsync(TransactionOptions transactionOptions, Transaction lost) {
        if (((FakeTransaction) lost).isOpen() || engine.inherited.contains(lost.id())) {
            throw new AssertionError("not a transaction that ended and has had no further attempt yet: " + lost.id());
        }
        engine.inherited.add(lost.id());
        return beginAsync(transactionOptions);
    }

    @Override
    public CompletionStage<CommitResult> outcomeAsync(CommitToken token) {
        return CompletableFuture.completedFuture(CommitResult.Conflicted.abandoned(token.transaction()));
    }

    @Override
    public ReadPoint readPoint() {
        return engine.readPoint();
    }

    @Override
    public void close() {
        engine.begun.forEach(Transaction::rollback);
    }
}
