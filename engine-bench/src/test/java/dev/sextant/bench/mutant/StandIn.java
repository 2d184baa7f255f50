package dev.sextant.bench.mutant;

import dev.sextant.api.Lsn;
import dev.sextant.api.WriterId;
import org.jspecify.annotations.Nullable;

/** A simulator of almost nothing, for the tests of the hunt: on every third seed it looks at LSNs. */
public final class StandIn {
    private StandIn() {}

    /** What is wrong with the LSNs of a seed; null if nothing is. */
    public static @Nullable String failureOf(long seed) {
        Lsn drawn = Lsn.of(seed, new WriterId(1));
        return seed % 3 == 0 && drawn.lamport() != seed ? "drawn at " + drawn.lamport() : null;
    }
}
