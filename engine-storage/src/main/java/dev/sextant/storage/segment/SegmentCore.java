package dev.sextant.storage.segment;

import java.util.function.Consumer;

/** One storage segment. Under construction in this commit: the shape others build against. */
public final class SegmentCore {
    private final SegmentSettings settings;

    public SegmentCore(SegmentSettings settings) {
        this.settings = settings;
    }

    /** Takes one input to completion. Never blocks. */
    public void on(SegmentInput input, long nowNanos, Consumer<? super SegmentEffect> effects) {
        String problem = settings.id() + " cannot take " + input + " at " + nowNanos + " yet";
        effects.accept(new SegmentEffect.Happened(new SegmentEvent.OutOfService(problem)));
    }

    /** When a {@link SegmentInput.Tick} is due; {@link Long#MAX_VALUE} if never. */
    public long nextWakeNanos() {
        return Long.MAX_VALUE;
    }
}
