package dev.sextant.replication.sim.world;

import dev.sextant.api.spi.Check;

/**
 * What a network does to every envelope, drawn for each by itself.
 *
 * @param withinZoneNanos the least time within a zone
 * @param betweenZonesNanos the least time between zones
 * @param jitter how much longer it takes at most, as a share of the least time
 * @param dropProbability of losing one
 * @param duplicateProbability of delivering one twice
 * @param reorderProbability of letting one overtake, and be overtaken
 * @param tailProbability of one taking up to {@code tailNanos} longer
 * @param tailNanos how long the heavy tail is
 */
public record NetworkProfile(
        long withinZoneNanos,
        long betweenZonesNanos,
        double jitter,
        double dropProbability,
        double duplicateProbability,
        double reorderProbability,
        double tailProbability,
        long tailNanos) {
    public NetworkProfile {
        Check.argument(withinZoneNanos > 0 && betweenZonesNanos > 0, "a way takes time");
        Check.argument(dropProbability >= 0 && dropProbability < 1, "a probability below one");
        Check.argument(jitter >= 0 && tailNanos >= 0, "no way is negative");
    }

    /** A network where nothing goes wrong. */
    public static NetworkProfile calm(long withinZoneNanos, long betweenZonesNanos) {
        return new NetworkProfile(withinZoneNanos, betweenZonesNanos, 0.5, 0, 0, 0, 0, 0);
    }
}
