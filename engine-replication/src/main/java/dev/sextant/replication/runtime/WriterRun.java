package dev.sextant.replication.runtime;

import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.writer.WriterCore;
import dev.sextant.replication.writer.WriterEvent;
import dev.sextant.replication.writer.WriterReport;
import dev.sextant.replication.writer.WriterSettings;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a writer, from its claim of the slot to its end by being killed, fenced or closed, or by a bug.
 *
 * <p>Invariant: the state only goes STARTING, OPEN, then FENCED or DOWN.
 */
final class WriterRun extends ClientRun<WriterCore> implements WriterPort {
    private final WriterId id;
    private final Consumer<? super WriterRun> onFenced;
    private final Runnable onChange;
    private final CompletableFuture<WriterState> opened = new CompletableFuture<>();
    private volatile WriterState state = WriterState.STARTING;
    private volatile long incarnation;
    private volatile @Nullable WriterReport report;

    /**
     * Prepares a run.
     *
     * @param onFenced is called when another process has taken the slot
     * @param onChange is called when it has begun to take work, or ended
     */
    WriterRun(NodeContext context, WriterSettings settings, Consumer<? super WriterRun> onFenced, Runnable onChange) {
        super(context, NodeAddress.of(settings.id()), (pool, snapshots) -> new WriterCore(settings, pool, snapshots));
        this.id = settings.id();
        this.onFenced = onFenced;
        this.onChange = onChange;
    }

    @Override
    void endDown() {
        end(WriterState.DOWN);
    }

    private void end(WriterState last) {
        end(() -> {
            state = last;
            opened.completeExceptionally(unavailable());
            onChange.run();
        });
    }

    @Override
    void publish(WriterCore core) {
        report = core.report();
    }

    @Override
    void happened(WriterEvent event) {
        context().events().writer(id, event);
        if (event instanceof WriterEvent.SlotOpened slot) {
            incarnation = slot.incarnation();
            publishNow();
            if (!hasEnded()) {
                state = WriterState.OPEN;
                opened.complete(WriterState.OPEN);
                onChange.run();
            }
        } else if (event instanceof WriterEvent.Fenced) {
            publishNow();
            context().clock().at(context().clock().nowNanos(), this::fenced);
        }
    }

    private void fenced() {
        end(WriterState.FENCED);
        onFenced.accept(this);
    }

    @Override
    public WriterId id() {
        return id;
    }

    @Override
    public WriterState state() {
        return state;
    }

    @Override
    public long incarnation() {
        return incarnation;
    }

    @Override
    public WriterUnavailableException unavailable() {
        return WriterUnavailableException.of(id, state);
    }

    /** Completes when it is open, or exceptionally if it ends before. */
    CompletableFuture<WriterState> opened() {
        return opened;
    }

    /** What it last said of itself; null before its first word. */
    @Nullable
    WriterReport report() {
        return report;
    }
}
