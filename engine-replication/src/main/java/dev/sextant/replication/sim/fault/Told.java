package dev.sextant.replication.sim.fault;

import java.time.Duration;

/** How stories spell quantities. */
final class Told {
    private static final int MILLIS_A_SECOND = 1_000;
    private static final int NANOS_A_MILLI = 1_000_000;

    private Told() {}

    /** A time in the largest unit in which it is whole: {@code 2 s}, {@code 250 ms}, {@code 70 µs}. */
    static String time(Duration time) {
        long millis = time.toMillis();
        if (time.toNanosPart() % NANOS_A_MILLI != 0) {
            return time.toNanos() / 1_000 + " µs";
        }
        return millis % MILLIS_A_SECOND == 0 ? millis / MILLIS_A_SECOND + " s" : millis + " ms";
    }
}
