package dev.sextant.replication.runtime.tcp;

import java.util.random.RandomGenerator;

/**
 * How long to pause before trying again: twice as long each time, up to a limit, and a random part less, so that those who
 * failed together do not try together. Not thread safe, but for its source of randomness, which others may share.
 */
final class BackOff {
    private static final int DOUBLINGS_MOST = 40;

    private final long firstNanos;
    private final long longestNanos;
    private final RandomGenerator random;
    private int failures;

    BackOff(long firstNanos, long longestNanos, RandomGenerator random) {
        this.firstNanos = firstNanos;
        this.longestNanos = longestNanos;
        this.random = random;
    }

    /** Half to all of the present pause; the next one is twice as long. */
    long nextNanos() {
        long whole = Math.min(longestNanos, firstNanos << Math.min(failures, headroom()));
        failures++;
        long half = whole / 2;
        synchronized (random) {
            return whole - half + random.nextLong(half + 1);
        }
    }

    private int headroom() {
        return Math.min(DOUBLINGS_MOST, Long.numberOfLeadingZeros(firstNanos) - 1);
    }

    void reset() {
        failures = 0;
    }
}
