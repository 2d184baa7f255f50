package dev.sextant.replication.node;

import java.util.List;

/**
 * Runs one core. Whoever owns it calls it from one thread at a time, with a time that never goes back: with inputs when some
 * have arrived, without any when {@link #nextWakeNanos()} has come.
 *
 * @param <I> what happens to the core
 */
public interface NodeDriver<I> {
    /** Runs the core on each input, in order, and on what is due, and performs its effects. */
    void drain(List<? extends I> inputs, long nowNanos);

    /** When it is to be called again at the latest; {@link Long#MAX_VALUE} if only an input gives it something to do. */
    long nextWakeNanos();
}
