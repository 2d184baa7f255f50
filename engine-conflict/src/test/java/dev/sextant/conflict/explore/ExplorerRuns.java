package dev.sextant.conflict.explore;

import org.jspecify.annotations.Nullable;

/** The random explorer as something that others can run by seed, without knowing its classes: the hunt for mutants does. */
public final class ExplorerRuns {
    private ExplorerRuns() {}

    /** What is wrong in the run of a seed, in a line; null if nothing is. */
    public static @Nullable String failureOf(long seed) {
        RandomExplorer.Failure failure = RandomExplorer.ofProduction().run(seed, 1, new Statistics());
        return failure == null ? null : failure.what();
    }
}
