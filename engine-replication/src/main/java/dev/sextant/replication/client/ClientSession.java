package dev.sextant.replication.client;

import dev.sextant.api.CommitResult;
import dev.sextant.api.CommitToken;
import dev.sextant.api.Lsn;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SessionClosedException;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.config.RetryPolicy;
import dev.sextant.api.spi.Await;
import dev.sextant.api.spi.AwaitingSession;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A session: its read point, where it was last, and its open transactions.
 *
 * <p>Invariants: a transaction that has begun is among the open ones until it ends; none begins after the close.
 */
final class ClientSession implements AwaitingSession {
    private final ClientContext context;
    private final Endpoint endpoint;
    private final SessionOptions options;
    private final boolean onlyReads;
    private final SeenPoint seen;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<ClientTransaction> open = new LinkedHashSet<>();
    private boolean closed;
    private volatile @Nullable ReaderPort last;

    ClientSession(ClientContext context, Endpoint endpoint, SessionOptions options, boolean onlyReads) {
        this.context = context;
        this.endpoint = endpoint;
        this.options = options;
        this.onlyReads = onlyReads;
        seen = new SeenPoint(options.startingAt());
    }

    @Override
    public Await waits() {
        return context.ports().waits();
    }

    @Override
    public RandomGenerator random() {
        return context.ports().random();
    }

    @Override
    public RetryPolicy retryPolicy() {
        return options.retryPolicy().orElse(context.ports().config().retryPolicy());
    }

    @Override
    public TransactionOptions transactionOptions() {
        return options.transactions();
    }

    @Override
    public CompletionStage<Transaction> beginAsync(TransactionOptions transactionOptions) {
        return new Beginning(context, this, allowed(transactionOptions), Lsn.ZERO).start();
    }

    @Override
    public CompletionStage<Transaction> beginAgainAsync(TransactionOptions transactionOptions, Transaction lost) {
        Lsn age = lost instanceof ClientTransaction earlier ? earlier.age() : Lsn.ZERO;
        return new Beginning(context, this, allowed(transactionOptions), age).start();
    }

    private TransactionOptions allowed(TransactionOptions asked) {
        return onlyReads ? asked.asReadOnly() : asked;
    }

    @Override
    public CompletionStage<CommitResult> outcomeAsync(CommitToken token) {
        try {
            checkOpen();
            long deadlineNanos = context.deadlineNanos(context.timeouts().commit());
            return new Outcomes(context.ports(), seen).ask(token, deadlineNanos);
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    @Override
    public ReadPoint readPoint() {
        return seen.get();
    }

    @Override
    public void close() {
        List<ClientTransaction> left;
        lock.lock();
        try {
            closed = true;
            left = new ArrayList<>(open);
        } finally {
            lock.unlock();
        }
        left.forEach(ClientTransaction::rollback);
    }

    // ---- for its transactions --------------------------------------------------------------------------------------

    SeenPoint seen() {
        return seen;
    }

    /** Where the next transaction goes; rather not to the one that has just refused it. */
    ReaderPort choose(@Nullable ReaderPort refused, Endpoint.Takers takers) {
        ReaderPort chosen = endpoint.choose(last, refused, takers);
        last = chosen;
        return chosen;
    }

    void checkOpen() {
        context.checkOpen();
        lock.lock();
        try {
            if (closed) {
                throw new SessionClosedException();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A transaction has begun, unless this throws: then the session was closed meanwhile. */
    void adopt(ClientTransaction transaction) {
        lock.lock();
        try {
            if (closed) {
                throw new SessionClosedException();
            }
            open.add(transaction);
        } finally {
            lock.unlock();
        }
        seen.add(transaction.snapshot());
    }

    /** A transaction has ended. */
    void forget(ClientTransaction transaction) {
        lock.lock();
        try {
            open.remove(transaction);
        } finally {
            lock.unlock();
        }
    }
}
