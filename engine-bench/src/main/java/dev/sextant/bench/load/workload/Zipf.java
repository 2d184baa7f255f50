package dev.sextant.bench.load.workload;

import java.util.SplittableRandom;

/**
 * Draws ranks from 0 on, small ones far more often: rank {@code k} with a probability in proportion to {@code 1 / (k + 1)^0.99}. As in
 * Gray et al., <i>Quickly generating billion-record synthetic databases</i>, SIGMOD 1994, and YCSB after it. Immutable.
 */
final class Zipf {
    private static final double THETA = 0.99;

    private final long ranks;
    private final double zeta;
    private final double alpha = 1 / (1 - THETA);
    private final double eta;

    Zipf(long ranks) {
        this.ranks = ranks;
        zeta = zeta(ranks);
        eta = (1 - Math.pow(2.0 / ranks, 1 - THETA)) / (1 - zeta(2) / zeta);
    }

    private static double zeta(long ranks) {
        double sum = 0;
        for (long rank = 1; rank <= ranks; rank++) {
            sum += 1 / Math.pow((double) rank, THETA);
        }
        return sum;
    }

    long draw(SplittableRandom random) {
        double uniform = random.nextDouble();
        double scaled = uniform * zeta;
        if (scaled < 1) {
            return 0;
        }
        if (scaled < 1 + Math.pow(0.5, THETA)) {
            return Math.min(1, ranks - 1);
        }
        return Math.min(ranks - 1, (long) (ranks * Math.pow(eta * uniform - eta + 1, alpha)));
    }

    /** Spreads numbers over all longs that are not negative; the same number always to the same place. */
    static long scatter(long number) {
        long z = number + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) & Long.MAX_VALUE;
    }
}
