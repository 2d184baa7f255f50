package dev.sextant.replication.writer;

import java.util.Arrays;

/**
 * How long something has taken of late: in the window of time that is going on and the one before. Times are counted by size
 * class, eight to a doubling, so a quantile is at most an eighth too high, and the greatest is exact. Nothing is allocated but
 * by {@link #summary}.
 */
final class RecentLatencies {
    static final long WINDOW_NANOS = 5_000_000_000L;

    /** Eight classes to a doubling. */
    private static final int CLASS_BITS = 3;

    private static final int CLASSES_A_DOUBLING = 1 << CLASS_BITS;
    private static final int CLASSES = (Long.SIZE - CLASS_BITS) * CLASSES_A_DOUBLING;
    private static final int HUNDRED = 100;
    private static final int HALF_PERCENT = 50;
    private static final int ALL_BUT_ONE_PERCENT = 99;

    private int[] current = new int[CLASSES];
    private int[] former = new int[CLASSES];
    private long currentMax;
    private long formerMax;
    private long count;
    private long formerCount;
    private long windowStart;
    private boolean begun;

    /** It took so long this time. */
    void record(long nanos, long nowNanos) {
        turn(nowNanos);
        long taken = Math.max(0, nanos);
        current[classOf(taken)]++;
        currentMax = Math.max(currentMax, taken);
        count++;
    }

    WriterReport.Latency summary(long nowNanos) {
        turn(nowNanos);
        long all = count + formerCount;
        if (all == 0) {
            return WriterReport.Latency.NONE;
        }
        long max = Math.max(currentMax, formerMax);
        return new WriterReport.Latency(
                all,
                Math.min(max, atMost(rank(all, HALF_PERCENT))),
                Math.min(max, atMost(rank(all, ALL_BUT_ONE_PERCENT))),
                max);
    }

    /** How many of all are so many percent, rounded up. */
    private static long rank(long all, int percent) {
        return (all * percent + HUNDRED - 1) / HUNDRED;
    }

    /** The least bound of a class that so many times do not exceed. */
    private long atMost(long times) {
        long seen = 0;
        for (int index = 0; index < CLASSES; index++) {
            seen += current[index] + former[index];
            if (seen >= times) {
                return greatestOf(index);
            }
        }
        throw new AssertionError("there are fewer times than were counted");
    }

    /** Begins a new window when the present one is over. */
    private void turn(long nowNanos) {
        if (!begun) {
            begun = true;
            windowStart = nowNanos;
        }
        long over = (nowNanos - windowStart) / WINDOW_NANOS;
        if (over <= 0) {
            return;
        }
        int[] free = former;
        former = current;
        formerMax = currentMax;
        formerCount = count;
        current = free;
        if (over > 1) {
            Arrays.fill(former, 0);
            formerMax = 0;
            formerCount = 0;
        }
        Arrays.fill(current, 0);
        currentMax = 0;
        count = 0;
        windowStart += over * WINDOW_NANOS;
    }

    /** The class of a time: times below eight have one each, above that the three bits after the first count. */
    static int classOf(long nanos) {
        if (nanos < CLASSES_A_DOUBLING) {
            return (int) nanos;
        }
        int doublings = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos) - CLASS_BITS;
        int within = (int) (nanos >>> doublings) & (CLASSES_A_DOUBLING - 1);
        return (doublings + 1) * CLASSES_A_DOUBLING + within;
    }

    /** The greatest time of a class. */
    static long greatestOf(int index) {
        if (index < CLASSES_A_DOUBLING) {
            return index;
        }
        int doublings = index / CLASSES_A_DOUBLING - 1;
        long first = (long) (CLASSES_A_DOUBLING + index % CLASSES_A_DOUBLING) << doublings;
        return first + (1L << doublings) - 1;
    }
}
