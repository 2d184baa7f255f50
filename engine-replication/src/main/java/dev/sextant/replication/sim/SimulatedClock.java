package dev.sextant.replication.sim;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** A clock that shows virtual time, as if each simulation began at the same instant. */
final class SimulatedClock extends Clock {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Supplier<Duration> sinceStart;
    private final ZoneId zone;

    SimulatedClock(Supplier<Duration> sinceStart) {
        this(sinceStart, ZoneOffset.UTC);
    }

    private SimulatedClock(Supplier<Duration> sinceStart, ZoneId zone) {
        this.sinceStart = sinceStart;
        this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SimulatedClock(sinceStart, other);
    }

    @Override
    public Instant instant() {
        return START.plus(sinceStart.get());
    }

    @Override
    public String toString() {
        return "virtual time, " + instant();
    }
}
