package dev.sextant.bench.economics;

import org.HdrHistogram.Histogram;

/**
 * What came of a contest.
 *
 * @param commits transactions that committed while it was counted
 * @param conflicts ends of transactions that were to be done again by the application
 * @param proposals what the writers proposed for them
 * @param attemptsP999 999 of 1,000 transactions took at most so many proposals
 * @param latencyMicros from the beginning of the work to its commit, conflicts included
 * @param seconds for how long it was counted, in virtual time
 * @param exact whether the rows hold just what was committed
 */
public record Outcome(
        long commits,
        long conflicts,
        long proposals,
        int attemptsP999,
        Histogram latencyMicros,
        double seconds,
        boolean exact) {
    /** Commits a second. */
    public double commitsASecond() {
        return commits / seconds;
    }
}
