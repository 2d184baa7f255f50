package dev.sextant.api.config;

import dev.sextant.api.spi.Check;
import java.time.Duration;

/**
 * How often {@code transact} runs work, and how long it pauses in between: before attempt {@code n + 1} a uniformly random time
 * between zero and {@code firstPause * 2^(n-1)}, at most {@code maxPause}. The whole span is random, not only a part of it,
 * since that takes the least work in all when many contend (Brooker, <i>Exponential Backoff and Jitter</i>, AWS Architecture
 * Blog, 2015).
 *
 * @param maxAttempts how often the work is run at most; 1 is never again
 * @param firstPause the longest first pause
 * @param maxPause the longest pause
 */
public record RetryPolicy(int maxAttempts, Duration firstPause, Duration maxPause) {
    /** At most 32 attempts, pauses of at most 1 ms at first and 100 ms later. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(32, Duration.ofMillis(1), Duration.ofMillis(100));

    /** Work is run once. */
    public static final RetryPolicy NEVER = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);

    private static final int MAX_DOUBLINGS = 62;

    public RetryPolicy {
        Settings.within("retryPolicy.maxAttempts", maxAttempts, 1, Integer.MAX_VALUE);
        Settings.notNegative("retryPolicy.firstPause", firstPause);
        Settings.notNegative("retryPolicy.maxPause", maxPause);
        Settings.require(
                firstPause.compareTo(maxPause) <= 0,
                "retryPolicy.firstPause",
                "must be at most maxPause, " + maxPause + ", not " + firstPause);
    }

    /**
     * The pause after a failed attempt, in nanoseconds.
     *
     * @param attempt which attempt failed; the first one is 1
     * @param random uniformly random, at least 0 and less than 1
     */
    public long pauseNanos(int attempt, double random) {
        Check.argument(attempt >= 1, "the first attempt is 1");
        Check.argument(random >= 0 && random < 1, "randomness is at least 0 and less than 1");
        double doubled = firstPause.toNanos() * Math.pow(2, Math.min(attempt - 1, MAX_DOUBLINGS));
        double longest = Math.min(doubled, (double) maxPause.toNanos());
        return (long) (random * longest);
    }
}
