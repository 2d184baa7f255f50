package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterStatus;
import java.util.Arrays;

/** How many transactions took how many attempts; not thread safe. */
final class AttemptCounts {
    private static final double HALF = 0.5;
    private static final double ALL_BUT_ONE_IN_A_THOUSAND = 0.999;

    private long[] counts = new long[0];

    /** Adds counts, by the number of attempts. */
    void add(int[] more) {
        if (more.length > counts.length) {
            counts = Arrays.copyOf(counts, more.length);
        }
        for (int attempts = 0; attempts < more.length; attempts++) {
            counts[attempts] += more[attempts];
        }
    }

    void add(AttemptCounts more) {
        if (more.counts.length > counts.length) {
            counts = Arrays.copyOf(counts, more.counts.length);
        }
        for (int attempts = 0; attempts < more.counts.length; attempts++) {
            counts[attempts] += more.counts[attempts];
        }
    }

    ClusterStatus.Attempts summary() {
        long transactions = Arrays.stream(counts).sum();
        if (transactions == 0) {
            return ClusterStatus.Attempts.NONE;
        }
        return new ClusterStatus.Attempts(
                transactions,
                atMost((long) Math.ceil(transactions * HALF)),
                atMost((long) Math.ceil(transactions * ALL_BUT_ONE_IN_A_THOUSAND)),
                atMost(transactions));
    }

    /** The least number of attempts that so many transactions did not go beyond. */
    private int atMost(long transactions) {
        long seen = 0;
        for (int attempts = 0; attempts < counts.length; attempts++) {
            seen += counts[attempts];
            if (seen >= transactions) {
                return attempts;
            }
        }
        throw new AssertionError("there are fewer transactions than were counted");
    }
}
