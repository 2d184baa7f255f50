package dev.sextant.replication.runtime;

import dev.sextant.replication.node.NodeDriver;
import java.util.List;

/**
 * Publishes what a node is doing, at most so often: so that anybody may look at it at any time and nobody waits for the node.
 * What was last published is never older than the interval while the node has done something since.
 */
final class ReportingDriver<I> implements NodeDriver<I> {
    /** How often at most a node says what it is doing. */
    static final long INTERVAL_NANOS = 10_000_000;

    private final NodeDriver<I> driver;
    private final Runnable publish;
    private boolean published;
    private long publishedNanos;
    private boolean changed;

    ReportingDriver(NodeDriver<I> driver, Runnable publish) {
        this.driver = driver;
        this.publish = publish;
    }

    @Override
    public void drain(List<? extends I> inputs, long nowNanos) {
        if (!inputs.isEmpty() || driver.nextWakeNanos() <= nowNanos) {
            driver.drain(inputs, nowNanos);
            changed = true;
        }
        if (changed && nowNanos >= dueNanos()) {
            publish.run();
            published = true;
            publishedNanos = nowNanos;
            changed = false;
        }
    }

    private long dueNanos() {
        return published ? publishedNanos + INTERVAL_NANOS : Long.MIN_VALUE;
    }

    @Override
    public long nextWakeNanos() {
        long next = driver.nextWakeNanos();
        return changed ? Math.min(next, dueNanos()) : next;
    }
}
