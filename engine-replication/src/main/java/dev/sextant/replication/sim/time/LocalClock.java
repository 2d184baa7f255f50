package dev.sextant.replication.sim.time;

import dev.sextant.api.spi.Check;

/**
 * The clock of one node: it may run fast or slow and jump ahead, but never goes back, as a monotonic clock does not.
 *
 * <p>Not thread safe.
 */
public final class LocalClock {
    private final VirtualTime time;
    private long sinceNanos;
    private long localNanos;
    private double rate = 1;

    /** A clock that is right, until it is told otherwise. */
    public LocalClock(VirtualTime time) {
        this.time = time;
        sinceNanos = time.nowNanos();
        localNanos = sinceNanos;
    }

    /** What it shows. */
    public long nowNanos() {
        return localNanos + (long) ((time.nowNanos() - sinceNanos) * rate);
    }

    /** Has it run at another rate from now on; 1 is right. */
    public void setRate(double newRate) {
        Check.argument(newRate > 0, "a clock goes on");
        rebase(nowNanos());
        rate = newRate;
    }

    /** Has it jump ahead. */
    public void jump(long nanos) {
        Check.argument(nanos >= 0, "a monotonic clock does not go back");
        rebase(nowNanos() + nanos);
    }

    private void rebase(long nowLocal) {
        sinceNanos = time.nowNanos();
        localNanos = nowLocal;
    }

    /** When, in the world's time, it will show that much; at once if it already does. */
    public long worldNanosAt(long local) {
        if (local == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        double wait = Math.ceil((local - nowNanos()) / rate);
        return time.nowNanos() + Math.max(0, (long) wait);
    }

    /** A deadline of the world's clock on this one. */
    public long localOf(long worldNanos) {
        if (worldNanos == Long.MAX_VALUE) {
            return worldNanos;
        }
        return nowNanos() + (worldNanos - time.nowNanos());
    }
}
