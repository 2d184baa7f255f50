package dev.sextant.bench.load;

import java.util.Arrays;

/**
 * When operations ended, in steps of a fixed width, with the first and last moment of each: enough to tell the longest time without one
 * to the nanosecond, if it is longer than a step. One client's at a time; several are put together afterwards.
 */
final class Timeline {
    private static final int STEPS_MOST = 20_000;
    private static final long STEP_LEAST_NANOS = 1_000_000;

    private final Window window;
    private final long stepNanos;
    private final int[] counts;
    private final long[] firsts;
    private final long[] lasts;

    Timeline(Window window) {
        this.window = window;
        stepNanos = Math.max(STEP_LEAST_NANOS, (window.nanos() + STEPS_MOST - 1) / STEPS_MOST);
        int steps = (int) ((window.nanos() + stepNanos - 1) / stepNanos);
        counts = new int[steps];
        firsts = new long[steps];
        lasts = new long[steps];
        Arrays.fill(firsts, Long.MAX_VALUE);
        Arrays.fill(lasts, Long.MIN_VALUE);
    }

    void add(long endNanos) {
        if (window.contains(endNanos)) {
            int step = (int) ((endNanos - window.fromNanos()) / stepNanos);
            counts[step]++;
            firsts[step] = Math.min(firsts[step], endNanos);
            lasts[step] = Math.max(lasts[step], endNanos);
        }
    }

    void add(Timeline other) {
        for (int step = 0; step < counts.length; step++) {
            counts[step] += other.counts[step];
            firsts[step] = Math.min(firsts[step], other.firsts[step]);
            lasts[step] = Math.max(lasts[step], other.lasts[step]);
        }
    }

    /** The longest time without an end, from the beginning of the window to its end; what is within one step does not count. */
    long longestGapNanos() {
        long longest = 0;
        long before = window.fromNanos();
        for (int step = 0; step < counts.length; step++) {
            if (counts[step] > 0) {
                longest = Math.max(longest, firsts[step] - before);
                before = lasts[step];
            }
        }
        return Math.max(longest, window.toNanos() - before);
    }

    /** How many ended in each of so many equal parts of the window, at most as many as there are steps. */
    int[] parts(int wanted) {
        int[] parts = new int[Math.min(wanted, counts.length)];
        for (int step = 0; step < counts.length; step++) {
            parts[(int) ((long) step * parts.length / counts.length)] += counts[step];
        }
        return parts;
    }
}
