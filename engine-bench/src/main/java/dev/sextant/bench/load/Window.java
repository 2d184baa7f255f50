package dev.sextant.bench.load;

/**
 * The stretch of time that counts; what is before it is warm-up.
 *
 * @param startNanos when clients start
 * @param fromNanos when it begins to count
 * @param toNanos when it ends, and in a closed loop the clients with it
 * @param patienceNanos how much longer an open loop goes on serving what was asked for before the end
 */
public record Window(long startNanos, long fromNanos, long toNanos, long patienceNanos) {
    public Window {
        if (startNanos > fromNanos || fromNanos >= toNanos || patienceNanos < 0) {
            throw new IllegalArgumentException("no stretch of time: " + startNanos + ", " + fromNanos + ", " + toNanos);
        }
    }

    long nanos() {
        return toNanos - fromNanos;
    }

    boolean contains(long nanos) {
        return nanos >= fromNanos && nanos < toNanos;
    }
}
