package dev.sextant.api.config;

import java.time.Duration;

/**
 * How long a message takes one way between parts of an embedded cluster, on top of what the machine itself takes: the distance
 * between zones that one process does not have. For tests and measurements; set {@link Timeouts#roundTrip()} to fit it.
 *
 * @param betweenZones between different zones; half the round trip
 * @param withinZone within one zone
 */
public record LinkLatency(Duration betweenZones, Duration withinZone) {
    /** No delay. */
    public static final LinkLatency NONE = new LinkLatency(Duration.ZERO, Duration.ZERO);

    public LinkLatency {
        Settings.notNegative("linkLatency.betweenZones", betweenZones);
        Settings.notNegative("linkLatency.withinZone", withinZone);
    }
}
