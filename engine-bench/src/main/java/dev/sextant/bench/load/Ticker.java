package dev.sextant.bench.load;

/** The time that measurements go by, and a way to let it pass. */
public interface Ticker {
    /** Nanoseconds since some moment. */
    long nanos();

    /** Returns at this time or somewhat later; at once if it is past. */
    void awaitUntil(long nanos);
}
