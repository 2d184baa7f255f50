package dev.sextant.api;

import dev.sextant.api.spi.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one transaction asks for. Immutable; start from {@link #DEFAULT} or {@link #SERIALIZABLE} and change what differs. */
public final class TransactionOptions {
    /** Snapshot isolation, session consistency, reads and writes, the cluster's commit timeout, no name. */
    public static final TransactionOptions DEFAULT =
            new TransactionOptions(IsolationLevel.SNAPSHOT, ReadConsistency.SESSION, false, Optional.empty(), "", null);

    /** As {@link #DEFAULT}, but serializable. */
    public static final TransactionOptions SERIALIZABLE = DEFAULT.withIsolation(IsolationLevel.SERIALIZABLE);

    private final IsolationLevel isolation;
    private final ReadConsistency consistency;
    private final boolean readOnly;
    private final Optional<Duration> commitTimeout;
    private final String name;
    private final @Nullable Past past;

    /** A state that is read instead of the present one. */
    private record Past(@Nullable Instant instant, @Nullable ReadPoint point) {
        @Override
        public String toString() {
            return instant != null ? instant.toString() : String.valueOf(point);
        }
    }

    private TransactionOptions(
            IsolationLevel isolation,
            ReadConsistency consistency,
            boolean readOnly,
            Optional<Duration> commitTimeout,
            String name,
            @Nullable Past past) {
        this.isolation = Objects.requireNonNull(isolation, "isolation");
        this.consistency = Objects.requireNonNull(consistency, "consistency");
        this.readOnly = readOnly;
        this.commitTimeout = commitTimeout;
        this.name = Objects.requireNonNull(name, "name");
        this.past = past;
    }

    /** As these with another isolation level. */
    public TransactionOptions withIsolation(IsolationLevel level) {
        return new TransactionOptions(level, consistency, readOnly, commitTimeout, name, past);
    }

    /** As these with another consistency of reads. */
    public TransactionOptions withConsistency(ReadConsistency readConsistency) {
        return new TransactionOptions(isolation, readConsistency, readOnly, commitTimeout, name, past);
    }

    /** As these, but writes are refused with {@link ReadOnlyTransactionException}. */
    public TransactionOptions asReadOnly() {
        return new TransactionOptions(isolation, consistency, true, commitTimeout, name, past);
    }

    /** As these, but the commit answers within this time instead of {@link dev.sextant.api.config.Timeouts#commit()}. */
    public TransactionOptions withCommitTimeout(Duration timeout) {
        Check.argument(!timeout.isNegative() && !timeout.isZero(), "a commit timeout is positive");
        return new TransactionOptions(isolation, consistency, readOnly, Optional.of(timeout), name, past);
    }

    /**
     * As these, but the transaction reads the volume as it was at the last journaled moment that is not after this instant, and
     * writes nothing. Writers journal a moment {@linkplain dev.sextant.api.config.Timeouts#journal() every second} in which
     * something was committed, by the clocks of their machines.
     */
    public TransactionOptions asOf(Instant instant) {
        Objects.requireNonNull(instant, "instant");
        return new TransactionOptions(
                IsolationLevel.SNAPSHOT, consistency, true, commitTimeout, name, new Past(instant, null));
    }

    /** As these, but the transaction reads the volume as it was at this read point, and writes nothing. */
    public TransactionOptions asOf(ReadPoint point) {
        Objects.requireNonNull(point, "point");
        return new TransactionOptions(
                IsolationLevel.SNAPSHOT, consistency, true, commitTimeout, name, new Past(null, point));
    }

    /** As these with a name, which messages about the transaction carry. */
    public TransactionOptions withName(String newName) {
        return new TransactionOptions(isolation, consistency, readOnly, commitTimeout, newName, past);
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

    /** The instant as of which it reads; empty if it reads the present or was given a read point. */
    public Optional<Instant> asOfInstant() {
        return past == null ? Optional.empty() : Optional.ofNullable(past.instant());
    }

    /** The read point as of which it reads; empty if it reads the present or was given an instant. */
    public Optional<ReadPoint> asOfPoint() {
        return past == null ? Optional.empty() : Optional.ofNullable(past.point());
    }

    /** A name for messages; empty if it has none. */
    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return (name.isEmpty() ? "" : name + ": ")
                + isolation + " " + consistency + (readOnly ? " read-only" : "")
                + (past == null ? "" : " as of " + past)
                + commitTimeout.map(timeout -> " commit within " + timeout).orElse("");
    }
}
