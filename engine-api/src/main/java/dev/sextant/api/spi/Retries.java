package dev.sextant.api.spi;

import dev.sextant.api.CommitResult;
import dev.sextant.api.Remedy;
import dev.sextant.api.SextantException;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.TransactionWork;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@code transact}: runs work in a transaction, and again in a new one while that may help.
 *
 * <p>Invariants: at most one transaction is open at a time and none when the call ends; the work is run again only if nothing
 * of the last attempt happened, nor ever will.
 */
final class Retries<T extends @Nullable Object, X extends Exception> {
    private final AwaitingSession session;
    private final TransactionOptions options;
    private final TransactionWork<T, X> work;
    private @Nullable Transaction lost;

    Retries(AwaitingSession session, TransactionOptions options, TransactionWork<T, X> work) {
        this.session = session;
        this.options = options;
        this.work = work;
    }

    T run() throws X {
        for (int attempt = 1; ; attempt++) {
            try {
                return runOnce(attempt);
            } catch (SextantException e) {
                if (e.remedy() != Remedy.RETRY || !mayGoOn(attempt)) {
                    throw e;
                }
            }
        }
    }

    private T runOnce(int attempt) throws X {
        try (Transaction transaction = begin()) {
            lost = transaction;
            T value = work.run(transaction);
            CommitResult result = transaction.commit();
            if (result instanceof CommitResult.Conflicted conflicted) {
                throw conflicted.toException(attempt);
            }
            result.orThrow();
            return value;
        }
    }

    private Transaction begin() {
        return lost == null ? session.begin(options) : session.waits().await(session.beginAgainAsync(options, lost));
    }

    /** Pauses before the next attempt; false if there must be none. */
    private boolean mayGoOn(int attempt) {
        if (attempt >= session.retryPolicy().maxAttempts() || interrupted()) {
            return false;
        }
        session.waits()
                .pause(session.retryPolicy()
                        .pauseNanos(attempt, session.random().nextDouble()));
        return !interrupted();
    }

    private static boolean interrupted() {
        return Thread.currentThread().isInterrupted();
    }
}
