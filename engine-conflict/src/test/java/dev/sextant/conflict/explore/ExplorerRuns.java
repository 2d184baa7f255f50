package dev.sextant.conflict.explore;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The random explorer as something that others can run by seed, without knowing its classes: the hunt for mutants does. */
public final class ExplorerRuns {
    private static final int DOUBTFUL_ONE_IN = 2;

    private ExplorerRuns() {}

    /** What is wrong in the run of a seed, in a line; null if nothing is. Every other run begins with a claim and two settlers. */
    public static @Nullable String failureOf(long seed) {
        UnaryOperator<Swarm> bias = seed % DOUBTFUL_ONE_IN == 0 ? Swarm::withAClaimInDoubt : UnaryOperator.identity();
        RandomExplorer.Failure failure = new RandomExplorer(Machinery.PRODUCTION, bias).run(seed, 1, new Statistics());
        return failure == null ? null : failure.what();
    }
}
