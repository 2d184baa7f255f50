package dev.sextant.bench.lag;

import java.util.List;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** How long after commits another writer had them, in nanoseconds. For one thread. */
final class Lags {
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double PERCENT = 100;

    private final Histogram fromEnd = new Histogram(DIGITS);
    private final Histogram fromBegin = new Histogram(DIGITS);
    private final Histogram betweenLooks = new Histogram(DIGITS);
    private long atOnce;
    private long unseen;

    /** Takes in what a round has brought. */
    void add(List<Commit> commits, Watcher.Looks looks) {
        betweenLooks.add(looks.between());
        for (Commit commit : commits) {
            OptionalLong since = looks.sightings().since(commit.seq());
            if (since.isEmpty()) {
                unseen++;
            } else {
                long lag = since.getAsLong() - commit.endNanos();
                atOnce += lag <= 0 ? 1 : 0;
                fromEnd.recordValue(Math.max(0, lag));
                fromBegin.recordValue(Math.max(0, since.getAsLong() - commit.beginNanos()));
            }
        }
    }

    /** Milliseconds from the acknowledgement until the other writer had it, at a percentile; 0 if it had it before. */
    double fromEndMillis(double percentile) {
        return millis(fromEnd, percentile);
    }

    /** Milliseconds from the beginning of the transaction, at a percentile. */
    double fromBeginMillis(double percentile) {
        return millis(fromBegin, percentile);
    }

    /** Milliseconds between two looks at the other writer, at a percentile: lags are too long by as much at most. */
    double betweenLooksMillis(double percentile) {
        return millis(betweenLooks, percentile);
    }

    private static double millis(Histogram nanos, double percentile) {
        return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }

    /** How many of 100 commits the other writer had by the time they were acknowledged. */
    double atOncePercent() {
        return fromEnd.getTotalCount() == 0 ? 0 : PERCENT * atOnce / fromEnd.getTotalCount();
    }

    /** How many commits the other writer was never seen to have. */
    long unseen() {
        return unseen;
    }
}
