package dev.sextant.replication.writer;

/** What time of day it is, for people: nothing in the protocol depends on it. */
@FunctionalInterface
public interface WallClock {
    /**
     * Milliseconds since 1970 at a time of the writer's clock.
     *
     * @param nowNanos the time its input came with
     */
    long epochMillis(long nowNanos);
}
