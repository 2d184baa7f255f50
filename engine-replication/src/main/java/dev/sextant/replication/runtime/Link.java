package dev.sextant.replication.runtime;

import dev.sextant.api.spi.Check;

/**
 * One direction between two nodes.
 *
 * <p>Invariant: what is handed to it is delivered in that order, whatever its delay was changed to meanwhile.
 */
final class Link {
    private final Clock clock;
    private final long baseDelayNanos;
    private volatile boolean cut;
    private volatile double dropProbability;
    private volatile long addedDelayNanos;
    /** How many are under way; guarded by this. */
    private int inTransit;
    /** When the last of them arrives; guarded by this. */
    private long lastDueNanos;

    Link(Clock clock, long baseDelayNanos) {
        this.clock = clock;
        this.baseDelayNanos = baseDelayNanos;
    }

    boolean isCut() {
        return cut;
    }

    void setCut(boolean value) {
        cut = value;
    }

    double dropProbability() {
        return dropProbability;
    }

    void setDropProbability(double value) {
        Check.argument(value >= 0 && value <= 1, "a probability is 0 to 1");
        dropProbability = value;
    }

    void setAddedDelayNanos(long value) {
        Check.argument(value >= 0, "a delay is not negative");
        addedDelayNanos = value;
    }

    void heal() {
        cut = false;
        dropProbability = 0;
        addedDelayNanos = 0;
    }

    /** Runs the delivery after the delay: here and now if there is none and nothing is under way. */
    void pass(Runnable delivery) {
        long delay = baseDelayNanos + addedDelayNanos;
        synchronized (this) {
            if (delay > 0 || inTransit > 0) {
                long due = clock.nowNanos() + delay;
                lastDueNanos = inTransit > 0 && lastDueNanos - due > 0 ? lastDueNanos : due;
                inTransit++;
                clock.at(lastDueNanos, () -> arrive(delivery));
                return;
            }
        }
        delivery.run();
    }

    private void arrive(Runnable delivery) {
        delivery.run();
        synchronized (this) {
            inTransit--;
        }
    }
}
