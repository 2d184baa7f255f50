package dev.sextant.bench.load;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How clients are driven.
 *
 * @param clients how many, each with a connection and a thread of its own
 * @param warmUp for how long before it counts
 * @param measured for how long it counts
 * @param perSecond how many operations all clients begin in a second, in an open loop; empty for a closed one
 */
public record LoadPlan(int clients, Duration warmUp, Duration measured, OptionalDouble perSecond) {
    /** The most clients. */
    public static final int CLIENTS_MOST = 256;

    public LoadPlan {
        if (clients < 1 || clients > CLIENTS_MOST) {
            throw new IllegalArgumentException("a run has 1 to " + CLIENTS_MOST + " clients, not " + clients);
        }
        if (warmUp.isNegative() || measured.isNegative() || measured.isZero()) {
            throw new IllegalArgumentException("a run takes time");
        }
        if (perSecond.isPresent() && !(perSecond.getAsDouble() > 0)) {
            throw new IllegalArgumentException("an open loop has more than 0 operations a second");
        }
    }

    /** A closed loop. */
    public static LoadPlan closed(int clients, Duration warmUp, Duration measured) {
        return new LoadPlan(clients, warmUp, measured, OptionalDouble.empty());
    }

    Window window(long startNanos) {
        long from = startNanos + warmUp.toNanos();
        long to = from + measured.toNanos();
        return new Window(startNanos, from, to, perSecond.isPresent() ? measured.toNanos() : 0);
    }

    Schedule schedule(int client, Window window) {
        return perSecond.isPresent()
                ? new Schedule.Open(window.startNanos(), perSecond.getAsDouble(), client, clients)
                : new Schedule.Closed();
    }
}
