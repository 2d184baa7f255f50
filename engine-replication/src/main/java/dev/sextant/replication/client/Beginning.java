package dev.sextant.replication.client;

import dev.sextant.api.IsolationLevel;
import dev.sextant.api.Lsn;
import dev.sextant.api.OverloadedException;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionId;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.spi.Check;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.SnapshotRegistry.Lease;
import dev.sextant.replication.writer.WriterInput;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of one transaction: finds a writer or a replica, waits until it shows what the transaction must see, and takes a
 * snapshot. If that dies meanwhile, or has just closed, another one is tried, as often as there are any.
 *
 * <p>Invariant: a lease that was acquired belongs to a transaction that somebody holds, or is released.
 */
final class Beginning {
    private static final TransactionId NO_TRANSACTION_YET = new TransactionId(0, 0);

    private final ClientContext context;
    private final ClientSession session;
    private final TransactionOptions options;
    private final Lsn age;
    private final CompletableFuture<Transaction> begun = new CompletableFuture<>();
    /** What the session has seen before this call. */
    private final ReadPoint promised;

    /** The state of the past that is to be read, once it was found by its time. */
    private @Nullable ReadPoint found;

    private long deadlineNanos;
    private int portsLeft;

    Beginning(ClientContext context, ClientSession session, TransactionOptions options, Lsn age) {
        this.context = context;
        this.session = session;
        this.options = options;
        this.age = age;
        promised = session.readPoint();
    }

    CompletionStage<Transaction> start() {
        Stages.orFail(begun, () -> {
            deadlineNanos = context.deadlineNanos(context.timeouts().read());
            portsLeft = context.ports().replicas().size()
                    + context.ports().writers().size();
            tryPort(null);
        });
        return begun;
    }

    private void tryPort(@Nullable ReaderPort refused) {
        session.checkOpen();
        ReaderPort port = session.choose(refused, takers());
        portsLeft--;
        if (options.asOfInstant().isPresent()) {
            long epochMillis = options.asOfInstant().get().toEpochMilli();
            await(
                    port,
                    id -> new WriterInput.AwaitMoment(id, epochMillis, deadlineNanos),
                    Refusals.SEGMENTS_TO_READ_GLOBALLY);
        } else if (options.asOfPoint().isPresent()) {
            reach(port, options.asOfPoint().get());
        } else if (options.consistency() == ReadConsistency.GLOBAL) {
            await(port, id -> new WriterInput.AwaitGlobal(id, deadlineNanos), Refusals.SEGMENTS_TO_READ_GLOBALLY);
        } else {
            openOrWait(port);
        }
    }

    /** Serializable transactions that only read are checked by a writer at their end. */
    private Endpoint.Takers takers() {
        boolean onlyReads = options.readOnly() && options.isolation() != IsolationLevel.SERIALIZABLE;
        return onlyReads ? Endpoint.Takers.WRITERS_AND_REPLICAS : Endpoint.Takers.WRITERS;
    }

    /** Opens the transaction on this writer or replica, once it shows all that the session has seen. */
    private void openOrWait(ReaderPort port) {
        Lease lease = acquire(port);
        if (lease.point().covers(promised)) {
            open(port, lease);
        } else {
            port.snapshots().release(lease);
            await(port, id -> new WriterInput.AwaitPoint(id, promised, deadlineNanos), Refusals.SEGMENTS_TO_READ);
        }
    }

    /** Who has not come to the point would take what it has in memory for the state there. */
    private void reach(ReaderPort port, ReadPoint point) {
        await(port, id -> new WriterInput.AwaitPoint(id, point, deadlineNanos), Refusals.SEGMENTS_TO_READ);
    }

    private Lease acquirePast(ReaderPort port, ReadPoint point) {
        Lease lease = port.snapshots().acquirePast(point);
        int limit = context.ports().config().limits().pastTransactions();
        if (port.snapshots().pastSize() > limit) {
            port.snapshots().release(lease);
            throw new OverloadedException("pastTransactions", limit);
        }
        return lease;
    }

    private Lease acquire(ReaderPort port) {
        int limit = context.ports().config().limits().openTransactions();
        Lease lease = port.snapshots().acquire();
        if (port.snapshots().size() > limit) {
            port.snapshots().release(lease);
            throw new OverloadedException("openTransactions", limit);
        }
        return lease;
    }

    private void open(ReaderPort port, Lease lease) {
        ClientTransaction transaction;
        try {
            transaction = new ClientTransaction(context, session, port, lease, options, age);
            session.adopt(transaction);
        } catch (RuntimeException | Error failure) {
            port.snapshots().release(lease);
            throw failure;
        }
        transaction.ready().whenComplete((ready, failure) -> {
            if (failure != null) {
                begun.completeExceptionally(Stages.cause(failure));
            }
            if (failure != null || !begun.complete(transaction)) {
                transaction.rollback(); // or the caller has given up on the stage
            }
        });
    }

    private void await(ReaderPort port, LongFunction<WriterInput> request, int segmentsNeeded) {
        port.request(request)
                .whenComplete((answer, failure) ->
                        Stages.orFail(begun, () -> reached(port, answer, failure, segmentsNeeded)));
    }

    private void reached(
            ReaderPort port, @Nullable ClientAnswer answer, @Nullable Throwable failure, int segmentsNeeded) {
        if (answer instanceof ClientAnswer.MomentFound moment) {
            found = moment.point();
            reach(port, moment.point());
        } else if (answer instanceof ClientAnswer.PointReached reached) {
            ReadPoint point = options.asOfPoint().orElse(found);
            if (point != null) {
                open(port, acquirePast(port, point));
            } else if (reached.readPoint().covers(promised)) {
                open(port, acquireShowing(port, reached.readPoint()));
            } else {
                openOrWait(port);
            }
        } else if (answer instanceof ClientAnswer.Failed failed) {
            tryAnother(port, refused(port, failed, segmentsNeeded));
        } else if (answer != null) {
            throw Refusals.unexpected(answer);
        } else {
            tryAnother(port, Stages.cause(Check.present(failure, "a request ends with an answer or a failure")));
        }
    }

    private RuntimeException refused(ReaderPort port, ClientAnswer.Failed failed, int segmentsNeeded) {
        if (failed.reason() == ClientAnswer.Failed.Reason.SNAPSHOT_TOO_OLD
                && options.asOfInstant().isPresent()) {
            return new SnapshotTooOldException(options.asOfInstant().get());
        }
        return new Refusals(context, port, NO_TRANSACTION_YET, promised).exception(failed, segmentsNeeded);
    }

    private Lease acquireShowing(ReaderPort port, ReadPoint reached) {
        Lease lease = acquire(port);
        if (!lease.point().covers(reached)) {
            port.snapshots().release(lease);
            throw new IllegalStateException("a read point never goes back: " + lease.point() + " after " + reached);
        }
        return lease;
    }

    private void tryAnother(ReaderPort refused, Throwable cause) {
        if (cause instanceof WriterUnavailableException && portsLeft > 0) {
            tryPort(refused);
        } else {
            begun.completeExceptionally(cause);
        }
    }
}
