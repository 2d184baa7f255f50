package dev.sextant.replication.writer;

import java.util.function.Consumer;

/** A core that has clients of its own: a writer's or a read replica's. */
public interface ClientCore {
    /** Handles one input to its end. */
    void on(WriterInput input, long nowNanos, Consumer<? super WriterEffect> effects);

    /** When a {@link WriterInput.Tick} is due; {@link Long#MAX_VALUE} if never. */
    long nextWakeNanos();
}
