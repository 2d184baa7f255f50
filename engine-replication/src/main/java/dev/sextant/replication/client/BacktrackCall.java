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
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
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

    private BacktrackCall(
            ClientContext context, @Nullable Instant instant, @Nullable ReadPoint target) {
        this.context = context;
        this.instant = instant;
        this.target = target;
        begunNanos = context.ports().nowNanos();
        deadlineNanos = context.deadlineNanos(context.timeouts().backtrack());
    }

    /** To the last journaled moment that is not after a time. */
    static BacktrackReport to(ClientContext context, Instant instant) {
        return new BacktrackCall(context, instant, null).run();
    }

    /** To a state. */
    static BacktrackReport to(ClientContext context, ReadPoint point) {
        return new BacktrackCall(context, null, point).run();
    }

    private BacktrackReport run() {
        Endpoint endpoint = Endpoint.ofCluster(context.ports());
        WriterPort refused = null;
        for (int left = context.ports().writers().size(); ; left--) {
            context.checkOpen();
            WriterPort port = endpoint.choose(null, refused);
            try {
                ReadPoint found = find(port);
                reach(port, found);
                return take(port, found);
            } catch (WriterUnavailableException gone) {
                if (left <= 1) {
                    throw gone;
                }
                refused = port;
            }
        }
    }

    private ReadPoint find(WriterPort port) {
        ReadPoint known = target;
        if (known != null) {
            return known;
        }
        Instant time = Check.present(instant, "a backtrack goes to a time or to a point");
        ClientAnswer answer = ask(port, id -> new WriterInput.AwaitMoment(id, time.toEpochMilli(), deadlineNanos));
        if (answer instanceof ClientAnswer.MomentFound found) {
            target = found.point();
            moment = Instant.ofEpochMilli(found.epochMillis());
            return found.point();
        }
        throw failure(port, answer, ReadPoint.ZERO);
    }

    private void reach(WriterPort port, ReadPoint point) {
        ClientAnswer answer = ask(port, id -> new WriterInput.AwaitPoint(id, point, deadlineNanos));
        if (!(answer instanceof ClientAnswer.PointReached)) {
            throw failure(port, answer, point);
        }
    }

    private BacktrackReport take(WriterPort port, ReadPoint point) {
        ClientAnswer answer;
        try {
            answer = ask(port, id -> new WriterInput.Backtrack(id, point, deadlineNanos));
        } catch (WriterUnavailableException died) {
            BacktrackIndeterminateException doubtful = new BacktrackIndeterminateException(point);
            doubtful.addSuppressed(died);
            throw doubtful;
        }
        if (answer instanceof ClientAnswer.Backtracked done) {
            Duration took = Duration.ofNanos(context.ports().nowNanos() - begunNanos);
            return new BacktrackReport(
                    Optional.ofNullable(moment), point, done.before(), done.after(), done.pages(), took);
        }
        throw failure(port, answer, point);
    }

    private ClientAnswer ask(WriterPort port, LongFunction<WriterInput> request) {
        CompletionStage<ClientAnswer> answer = port.request(request);
        return context.ports().waits().await(answer);
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
