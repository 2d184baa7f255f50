package dev.sextant.replication.runtime;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.client.ReplicaPort;
import dev.sextant.replication.writer.ReplicaCore;
import dev.sextant.replication.writer.ReplicaReport;
import dev.sextant.replication.writer.ReplicaSettings;
import dev.sextant.replication.writer.WriterEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a read replica, until it is killed or closed, was left behind, or has a bug.
 *
 * <p>Invariant: the state only goes STARTING, OPEN, then DOWN.
 */
final class ReplicaRun extends ClientRun<ReplicaCore> implements ReplicaPort {
    private final ReplicaId id;
    private final AvailabilityZone zone;
    private final Consumer<? super ReplicaRun> onLeftBehind;
    private final long madeNanos;
    private final CompletableFuture<ReplicaState> opened = new CompletableFuture<>();
    private volatile ReplicaState state = ReplicaState.STARTING;
    private volatile @Nullable ReplicaReport report;

    /** Prepares a run. {@code onLeftBehind} is called on a thread that must not wait. */
    ReplicaRun(NodeContext context, ReplicaSettings settings, Consumer<? super ReplicaRun> onLeftBehind) {
        super(context, NodeAddress.of(settings.id()), (pool, snapshots) -> new ReplicaCore(settings, pool, snapshots));
        this.id = settings.id();
        zone = AvailabilityZone.values()[settings.reader().zone()];
        this.onLeftBehind = onLeftBehind;
        madeNanos = context.clock().nowNanos();
    }

    @Override
    void endDown() {
        end(() -> {
            state = ReplicaState.DOWN;
            opened.completeExceptionally(unavailable());
        });
    }

    @Override
    void publish(ReplicaCore core) {
        report = core.report();
    }

    @Override
    void happened(WriterEvent event) {
        context().events().replica(id, event);
        if (event instanceof WriterEvent.ReplicaOpened) {
            publishNow();
            if (!hasEnded()) {
                state = ReplicaState.OPEN;
                opened.complete(ReplicaState.OPEN);
            }
        } else if (event instanceof WriterEvent.LeftBehind) {
            publishNow();
            context().clock().at(context().clock().nowNanos(), this::leftBehind);
        }
    }

    private void leftBehind() {
        endDown();
        onLeftBehind.accept(this);
    }

    @Override
    public ReplicaId id() {
        return id;
    }

    @Override
    public AvailabilityZone zone() {
        return zone;
    }

    @Override
    public ReplicaState state() {
        return state;
    }

    @Override
    public WriterUnavailableException unavailable() {
        return WriterUnavailableException.of(id, state);
    }

    /** Completes when it is open, or exceptionally if it ends before. */
    CompletableFuture<ReplicaState> opened() {
        return opened;
    }

    /** How long ago it was made, to be started at once. */
    Duration startedFor() {
        return Duration.ofNanos(context().clock().nowNanos() - madeNanos);
    }

    /** What it last said of itself; null before its first word. */
    @Nullable
    ReplicaReport report() {
        return report;
    }
}
