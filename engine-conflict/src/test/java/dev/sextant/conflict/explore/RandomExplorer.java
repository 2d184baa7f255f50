package dev.sextant.conflict.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Random runs with six segments, each fully given by its seed. */
final class RandomExplorer {
    private final Machinery machinery;
    private final UnaryOperator<Swarm> bias;

    RandomExplorer(Machinery machinery, UnaryOperator<Swarm> bias) {
        this.machinery = machinery;
        this.bias = bias;
    }

    static RandomExplorer ofProduction() {
        return new RandomExplorer(Machinery.PRODUCTION, UnaryOperator.identity());
    }

    /** A run that broke an invariant. */
    record Failure(long seed, String what, RuntimeException cause) {
        @Override
        public String toString() {
            return "seed 0x" + Long.toHexString(seed) + " fails: " + what + System.lineSeparator()
                    + "replay: ./dev explore --random-seed 0x" + Long.toHexString(seed);
        }
    }

    /** Runs seeds one after the other until one fails; returns it, or null. */
    @Nullable
    Failure run(long firstSeed, int runs, Statistics total) {
        for (int run = 0; run < runs; run++) {
            Failure failure = runOne(firstSeed + run, null, total);
            if (failure != null) {
                return failure;
            }
        }
        return null;
    }

    /** Runs a seed again and keeps what happened, a line for each event. */
    List<String> trace(long seed) {
        List<String> trace = new ArrayList<>();
        Failure failure = runOne(seed, trace, new Statistics());
        trace.add(failure == null ? "no violation" : failure.what());
        return trace;
    }

    private @Nullable Failure runOne(long seed, @Nullable List<String> trace, Statistics total) {
        SplittableRandom random = new SplittableRandom(seed);
        Swarm swarm = bias.apply(Swarm.draw(random.split()));
        try {
            total.add(new World(swarm, random, machinery, trace).run());
            return null;
        } catch (IllegalStateException broken) {
            return new Failure(seed, String.valueOf(broken.getMessage()), broken);
        }
    }
}
