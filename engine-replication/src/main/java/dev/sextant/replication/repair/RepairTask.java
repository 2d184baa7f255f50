package dev.sextant.replication.repair;

import java.util.function.Consumer;

/** The planning of a repair, or a repair: a function of its inputs and the time they come with. */
public sealed interface RepairTask permits Planning, Repairing {
    /** Takes one input to completion. Never blocks. */
    void on(RepairInput input, long nowNanos, Consumer<? super RepairEffect> effects);

    /** When a {@link RepairInput.Tick} is due; {@link Long#MAX_VALUE} if never. */
    long nextWakeNanos();
}
