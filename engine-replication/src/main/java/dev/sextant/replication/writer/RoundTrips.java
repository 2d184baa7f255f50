package dev.sextant.replication.writer;

/**
 * How long a vote takes at present, smoothed as TCP smooths its round trips (RFC 6298). Pauses of the tie rule and time-outs
 * that mean "somebody does not answer" grow with it: a slow disk or a busy machine is no reason to renounce what would win,
 * to come back before a winner's news can be here, or to settle what its owner is about to decide.
 *
 * <p>Invariant: never less than what is configured, and never more than {@link #MOST_TIMES} that.
 */
final class RoundTrips {
    static final int MOST_TIMES = 200;
    static final int VOTE_ROUND_TRIPS = 4;
    static final int IN_DOUBT_ROUND_TRIPS = 10;

    private static final int SMOOTHING = 8;
    private static final int DEVIATIONS = 2;

    private final ReaderSettings settings;
    private final long least;
    private long smoothed;
    private long deviation;

    RoundTrips(ReaderSettings settings) {
        this.settings = settings;
        least = settings.timeouts().roundTrip().toNanos();
        smoothed = least;
    }

    /** A vote took so long. */
    void observe(long nanos) {
        long error = nanos - smoothed;
        smoothed += error / SMOOTHING;
        deviation += (Math.abs(error) - deviation) / SMOOTHING;
    }

    /** A round trip that most votes do not exceed. */
    long nanos() {
        long estimate = smoothed + DEVIATIONS * deviation;
        return Math.max(least, Math.min(estimate, MOST_TIMES * least));
    }

    /** How long to wait for a vote before renouncing. */
    long voteNanos() {
        return Math.max(settings.timeouts().vote().toNanos(), VOTE_ROUND_TRIPS * nanos());
    }

    /** How long a proposal of somebody else may be undecided before it is asked after. */
    long inDoubtNanos() {
        return Math.max(settings.timeouts().inDoubt().toNanos(), IN_DOUBT_ROUND_TRIPS * nanos());
    }

    /** How long a settler waits for more answers than it needs. */
    long settleAnswerNanos() {
        return Math.max(settings.timeouts().settleAnswer().toNanos(), VOTE_ROUND_TRIPS * nanos());
    }

    /** How long a segment may take before another is asked as well. */
    long hedgeNanos() {
        return Math.max(settings.timeouts().hedge().toNanos(), nanos());
    }
}
