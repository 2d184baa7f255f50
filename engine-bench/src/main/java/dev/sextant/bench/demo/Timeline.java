package dev.sextant.bench.demo;

import dev.sextant.bench.demo.CommitTimes.Window;

/**
 * When what happens while money is moved, as parts of its length. The healthy window leaves the beginning out, when caches are
 * cold and code is not compiled.
 *
 * @param startNanos when the clients begin
 * @param lengthNanos how long they go on
 */
record Timeline(long startNanos, long lengthNanos) {
    private static final double HEALTHY_FROM = 0.10;
    private static final double WRITER_KILLED = 0.40;
    private static final double ZONE_LOST = 0.60;
    private static final double BOTH_BACK = 0.80;

    long healthyFromNanos() {
        return at(HEALTHY_FROM);
    }

    long writerKilledNanos() {
        return at(WRITER_KILLED);
    }

    long zoneLostNanos() {
        return at(ZONE_LOST);
    }

    long bothBackNanos() {
        return at(BOTH_BACK);
    }

    long endNanos() {
        return at(1);
    }

    private long at(double part) {
        return startNanos + (long) (part * lengthNanos);
    }

    /** When all is well and warm. */
    Window healthy() {
        return new Window(healthyFromNanos(), writerKilledNanos());
    }
}
