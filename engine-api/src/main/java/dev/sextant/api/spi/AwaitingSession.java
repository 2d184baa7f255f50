package dev.sextant.api.spi;

import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitToken;
import dev.sextant.api.Session;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionAction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.TransactionWork;
import dev.sextant.api.config.RetryPolicy;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The blocking half of a session, its retries included, over the asynchronous one that an engine implements. */
public interface AwaitingSession extends Session {
    /** How this engine waits. */
    Await waits();

    /** Where the jitter of pauses comes from; any thread may draw from it. */
    RandomGenerator random();

    /** How often and after which pauses work is run again. */
    RetryPolicy retryPolicy();

    /** The options of transactions that bring none of their own. */
    TransactionOptions transactionOptions();

    /**
     * Begins the next attempt of work whose last one ended in {@code lost} without effect. The engine lets it inherit the age
     * of that one, so that who lost is older, and wins, the next time.
     */
    CompletionStage<Transaction> beginAgainAsync(TransactionOptions options, Transaction lost);

    @Override
    default Transaction begin() {
        return begin(transactionOptions());
    }

    @Override
    default Transaction begin(TransactionOptions options) {
        return waits().await(beginAsync(options));
    }

    @Override
    default <T extends @Nullable Object, X extends Exception> T transact(TransactionWork<T, X> work) throws X {
        return transact(transactionOptions(), work);
    }

    @Override
    default <T extends @Nullable Object, X extends Exception> T transact(
            TransactionOptions options, TransactionWork<T, X> work) throws X {
        return new Retries<>(this, options, work).run();
    }

    @Override
    default <X extends Exception> void run(TransactionAction<X> action) throws X {
        run(transactionOptions(), action);
    }

    @Override
    default <X extends Exception> void run(TransactionOptions options, TransactionAction<X> action) throws X {
        this.<Transaction, X>transact(options, transaction -> {
            action.run(transaction);
            return transaction;
        });
    }

    @Override
    default CommitResult outcome(CommitToken token) {
        return waits().await(outcomeAsync(token));
    }
}
