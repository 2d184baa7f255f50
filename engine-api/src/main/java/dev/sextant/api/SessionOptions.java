package dev.sextant.api;

import dev.sextant.api.config.RetryPolicy;
import java.util.Objects;
import java.util.Optional;

/** What one session asks for. Immutable; start from {@link #DEFAULT} and change what differs. */
public final class SessionOptions {
    /** Default transactions, no promise from another session, the cluster's retry policy. */
    public static final SessionOptions DEFAULT =
            new SessionOptions(TransactionOptions.DEFAULT, ReadPoint.ZERO, Optional.empty());

    private final TransactionOptions transactions;
    private final ReadPoint startingAt;
    private final Optional<RetryPolicy> retryPolicy;

    private SessionOptions(TransactionOptions transactions, ReadPoint startingAt, Optional<RetryPolicy> retryPolicy) {
        this.transactions = Objects.requireNonNull(transactions, "transactions");
        this.startingAt = Objects.requireNonNull(startingAt, "startingAt");
        this.retryPolicy = retryPolicy;
    }

    /** As these with other options for transactions that bring none of their own. */
    public SessionOptions withTransactions(TransactionOptions options) {
        return new SessionOptions(options, startingAt, retryPolicy);
    }

    /** As these, but the session sees at least this: the {@link Session#readPoint()} of another one. */
    public SessionOptions withStartingAt(ReadPoint readPoint) {
        return new SessionOptions(transactions, readPoint, retryPolicy);
    }

    /** As these with another policy than {@link dev.sextant.api.config.ClusterConfig#retryPolicy()}. */
    public SessionOptions withRetryPolicy(RetryPolicy policy) {
        return new SessionOptions(transactions, startingAt, Optional.of(policy));
    }

    /** The options of transactions that bring none of their own. */
    public TransactionOptions transactions() {
        return transactions;
    }

    /** What the session sees at least. */
    public ReadPoint startingAt() {
        return startingAt;
    }

    /** How {@link Session#transact} retries; empty for the cluster's policy. */
    public Optional<RetryPolicy> retryPolicy() {
        return retryPolicy;
    }
}
