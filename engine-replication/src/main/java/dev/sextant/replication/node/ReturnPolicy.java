package dev.sextant.replication.node;

import dev.sextant.api.spi.Check;

/**
 * When a segment whose storage failed is tried again: after about the first pause, then about twice as long each time, up to the
 * longest. What it is drawn from keeps segments that failed together from being tried together.
 *
 * @param firstNanos the pause after the first failure
 * @param longestNanos no pause is longer; a segment that was in service for so long begins with the first pause again
 */
public record ReturnPolicy(long firstNanos, long longestNanos) {
    private static final int DOUBLINGS_MOST = 30;

    public ReturnPolicy {
        Check.argument(firstNanos > 0 && longestNanos >= firstNanos, "pauses take time and grow");
    }

    /**
     * How long to wait before the next try: between half of the pause that belongs to so many failures and all of it.
     *
     * @param failures how often it failed, at least once
     * @param draw a random number, at least 0 and below 1
     */
    public long pauseNanos(int failures, double draw) {
        Check.argument(failures > 0, "what did not fail needs no return");
        Check.argument(draw >= 0 && draw < 1, "a draw is at least 0 and below 1");
        long full = firstNanos;
        for (int i = 1; i < Math.min(failures, DOUBLINGS_MOST) && full < longestNanos; i++) {
            full *= 2;
        }
        full = Math.min(full, longestNanos);
        long half = full / 2;
        return full - half + (long) (half * draw);
    }

    /** How many failures count, if so many did before and it was in service for so long since. */
    public int failuresLeft(int failures, long servedNanos) {
        return servedNanos >= longestNanos ? 0 : failures;
    }
}
