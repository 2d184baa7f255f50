package dev.sextant.replication.sim.swarm;

import dev.sextant.replication.sim.fault.FaultKind;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of a trial insists on, whatever the seed would draw.
 *
 * @param workload the only workload; null to draw one
 * @param faults the only kinds of faults; null to draw them
 * @param trace gets the trace, line by line; null if nobody wants it
 * @param history gets what clients saw in the form that Elle reads, if the workload records it; null if nobody wants it
 */
public record TrialOptions(
        @Nullable String workload,
        @Nullable Set<FaultKind> faults,
        @Nullable Consumer<? super String> trace,
        @Nullable Consumer<? super String> history) {
    /** Everything is drawn. */
    public static final TrialOptions NONE = new TrialOptions(null, null, null, null);
}
