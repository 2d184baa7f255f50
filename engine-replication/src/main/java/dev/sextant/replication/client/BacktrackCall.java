package dev.sextant.replication.client;

import dev.sextant.api.BacktrackIndeterminateException;
import dev.sextant.api.BacktrackReport;
import dev.sextant.api.BacktrackTooLargeException;
import dev.sextant.api.OverloadedException;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.spi.Check;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.WriterInput;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One backtrack: finds the moment, waits until a writer has applied what it shows, and has that writer take the volume back. If the
 * writer dies before it was asked that, another one is tried.
 */
final class BacktrackCall {
    /** How many backtracks one writer does at a time. */
    private static final int AT_ONCE = 1;

    private final ClientContext context;
    private final @Nullable Instant instant;
    private final long begunNanos;
    private final long deadlineNanos;
    private @Nullable ReadPoint target;
    private @Nullable Instant moment;

    private BacktrackCall(ClientContext context, @Nullable Instant instant, @Nullable ReadPoint target) {
        this.context = context;
        this.instant = instant;
        this.target = target;
        begunNanos = context.ports().nowNanos();
        deadlineNanos = context.deadlineNanos(context.timeouts().backtrack());
    }

    /** To the last journaled moment that is not after a time. */
    static CompletionStage<BacktrackReport> to(ClientContext context, Instant instant) {
        return new BacktrackCall(context, instant, null).start();
    }

    /** To a state. */
    static CompletionStage<BacktrackReport> to(ClientContext context, ReadPoint point) {
        return new BacktrackCall(context, null, point).start();
    }

    private CompletionStage<BacktrackReport> start() {
        try {
            return tryWriter(null, context.ports().writers().size());
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private CompletionStage<BacktrackReport> tryWriter(@Nullable WriterPort refused, int writersLeft) {
        context.checkOpen();
        WriterPort port = Endpoint.aWriter(context.ports(), refused, 0);
        return find(port)
                .thenCompose(point -> reach(port, point))
                .handle((point, failure) ->
                        failure == null ? take(port, point) : tryAnother(port, Stages.cause(failure), writersLeft - 1))
                .thenCompose(next -> next);
    }

    private CompletionStage<BacktrackReport> tryAnother(WriterPort refused, Throwable failure, int writersLeft) {
        if (failure instanceof WriterUnavailableException && writersLeft > 0) {
            return tryWriter(refused, writersLeft);
        }
        return CompletableFuture.failedFuture(failure);
    }

    private CompletionStage<ReadPoint> find(WriterPort port) {
        ReadPoint known = target;
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        Instant time = Check.present(instant, "a backtrack goes to a time or to a point");
        return port.request(id -> new WriterInput.AwaitMoment(id, time.toEpochMilli(), deadlineNanos))
                .thenApply(answer -> {
                    if (answer instanceof ClientAnswer.MomentFound found) {
                        target = found.point();
                        moment = Instant.ofEpochMilli(found.epochMillis());
                        return found.point();
                    }
                    throw failure(port, answer, ReadPoint.ZERO);
                });
    }

    private CompletionStage<ReadPoint> reach(WriterPort port, ReadPoint point) {
        return port.request(id -> new WriterInput.AwaitPoint(id, point, deadlineNanos))
                .thenApply(answer -> {
                    if (answer instanceof ClientAnswer.PointReached) {
                        return point;
                    }
                    throw failure(port, answer, point);
                });
    }

    private CompletionStage<BacktrackReport> take(WriterPort port, ReadPoint point) {
        return port.request(id -> new WriterInput.Backtrack(id, point, deadlineNanos))
                .handle((answer, died) -> {
                    if (answer == null) {
                        BacktrackIndeterminateException doubtful = new BacktrackIndeterminateException(point);
                        doubtful.addSuppressed(died);
                        throw doubtful;
                    }
                    if (answer instanceof ClientAnswer.Backtracked done) {
                        return done;
                    }
                    throw failure(port, answer, point);
                })
                .thenCompose(done -> following(done.after()).thenApply(all -> report(point, done)));
    }

    private BacktrackReport report(ReadPoint point, ClientAnswer.Backtracked done) {
        Duration took = Duration.ofNanos(context.ports().nowNanos() - begunNanos);
        return new BacktrackReport(Optional.ofNullable(moment), point, done.before(), done.after(), done.pages(), took);
    }

    /** Whoever begins a transaction after the call is not to read what was undone, on whichever writer of this process. */
    private CompletionStage<Boolean> following(ReadPoint after) {
        CompletionStage<Boolean> all = CompletableFuture.completedFuture(true);
        for (WriterPort port : context.ports().writers()) {
            if (port.isOpen()) {
                // One that ends, or is cut off, takes no transactions.
                CompletionStage<Boolean> one = port.request(id -> new WriterInput.AwaitPoint(id, after, deadlineNanos))
                        .handle((answer, ended) -> answer != null);
                all = all.thenCombine(one, (others, follows) -> true);
            }
        }
        return all;
    }

    private RuntimeException failure(WriterPort port, ClientAnswer answer, ReadPoint point) {
        if (answer instanceof ClientAnswer.Indeterminate) {
            return new BacktrackIndeterminateException(point);
        }
        if (!(answer instanceof ClientAnswer.Failed failed)) {
            return Refusals.unexpected(answer);
        }
        return switch (failed.reason()) {
            case NOT_OPEN -> WriterUnavailableException.of(port.id(), port.state());
            case OVERLOADED -> new OverloadedException("backtracks at a time", AT_ONCE);
            case QUORUM_LOST -> QuorumLostException.fewerThan(Refusals.SEGMENTS_TO_COMMIT);
            case TOO_LARGE -> new BacktrackTooLargeException(context.limits().backtrackPages());
            case SNAPSHOT_TOO_OLD ->
                instant == null ? new SnapshotTooOldException(point) : new SnapshotTooOldException(instant);
        };
    }
}
