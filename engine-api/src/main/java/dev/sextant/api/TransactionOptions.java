package dev.sextant.api;

import dev.sextant.api.spi.Check;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** What one transaction asks for. Immutable; start from {@link #DEFAULT} or {@link #SERIALIZABLE} and change what differs. */
public final class TransactionOptions {
    /** Snapshot isolation, session consistency, reads and writes, the cluster's commit timeout, no name. */
    public static final TransactionOptions DEFAULT =
            new TransactionOptions(IsolationLevel.SNAPSHOT, ReadConsistency.SESSION, false, Optional.empty(), "");

    /** As {@link #DEFAULT}, but serializable. */
    public static final TransactionOptions SERIALIZABLE = DEFAULT.withIsolation(IsolationLevel.SERIALIZABLE);

    private final IsolationLevel isolation;
    private final ReadConsistency consistency;
    private final boolean readOnly;
    private final Optional<Duration> commitTimeout;
    private final String name;

    private TransactionOptions(
            IsolationLevel isolation,
            ReadConsistency consistency,
            boolean readOnly,
            Optional<Duration> commitTimeout,
            String name) {
        this.isolation = Objects.requireNonNull(isolation, "isolation");
        this.consistency = Objects.requireNonNull(consistency, "consistency");
        this.readOnly = readOnly;
        this.commitTimeout = commitTimeout;
        this.name = Objects.requireNonNull(name, "name");
    }

    /** As these with another isolation level. */
    public TransactionOptions withIsolation(IsolationLevel level) {
        return new TransactionOptions(level, consistency, readOnly, commitTimeout, name);
    }

    /** As these with another consistency of reads. */
    public TransactionOptions withConsistency(ReadConsistency readConsistency) {
        return new TransactionOptions(isolation, readConsistency, readOnly, commitTimeout, name);
    }

    /** As these, but writes are refused with {@link ReadOnlyTransactionException}. */
    public TransactionOptions asReadOnly() {
        return new TransactionOptions(isolation, consistency, true, commitTimeout, name);
    }

    /** As these, but the commit answers within this time instead of {@link dev.sextant.api.config.Timeouts#commit()}. */
    public TransactionOptions withCommitTimeout(Duration timeout) {
        Check.argument(!timeout.isNegative() && !timeout.isZero(), "a commit timeout is positive");
        return new TransactionOptions(isolation, consistency, readOnly, Optional.of(timeout), name);
    }

    /** As these with a name, which messages about the transaction carry. */
    public TransactionOptions withName(String newName) {
        return new TransactionOptions(isolation, consistency, readOnly, commitTimeout, newName);
    }

    /** What others' changes may do to it. */
    public IsolationLevel isolation() {
        return isolation;
    }

    /** How new its snapshot is. */
    public ReadConsistency consistency() {
        return consistency;
    }

    /** Whether writes are refused. */
    public boolean readOnly() {
        return readOnly;
    }

    /** When the commit answers at the latest; empty for the cluster's timeout. */
    public Optional<Duration> commitTimeout() {
        return commitTimeout;
    }

    /** A name for messages; empty if it has none. */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return (name.isEmpty() ? "" : name + ": ")
                + isolation + " " + consistency + (readOnly ? " read-only" : "")
                + commitTimeout.map(timeout -> " commit within " + timeout).orElse("");
    }
}
