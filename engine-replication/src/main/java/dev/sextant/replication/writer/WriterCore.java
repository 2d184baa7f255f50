package dev.sextant.replication.writer;

import java.util.function.Consumer;

/** The writer's loop. */
public final class WriterCore {
    private final WriterSettings settings;
    private final BufferPool pool;
    private final SnapshotRegistry snapshots;

    public WriterCore(WriterSettings settings, BufferPool pool, SnapshotRegistry snapshots) {
        this.settings = settings;
        this.pool = pool;
        this.snapshots = snapshots;
    }

    /** Handles one input to its end. */
    public void on(WriterInput input, long nowNanos, Consumer<? super WriterEffect> effects) {
        throw new IllegalStateException(settings + " " + pool + " " + snapshots + input + nowNanos + effects);
    }

    /** When a {@link WriterInput.Tick} is due; {@link Long#MAX_VALUE} if never. */
    public long nextWakeNanos() {
        return Long.MAX_VALUE;
    }

    /** What it is doing, for status and metrics. */
    public WriterReport report(long nowNanos) {
        throw new IllegalStateException("" + nowNanos);
    }
}
