package dev.sextant.replication.sim.time;

import dev.sextant.api.spi.Check;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * The clock of a simulated world and the queue of what will happen in it. Time stands still while an event runs and jumps to
 * the next one when it ends; events of one instant run in the order in which they were put there.
 *
 * <p>Not thread safe: whoever holds the world's one turn uses it.
 */
public final class VirtualTime {
    public static final long MICRO = 1_000;
    public static final long MILLI = 1_000_000;
    public static final long SECOND = 1_000_000_000;

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private long nowNanos;
    private long scheduled;
    private long ran;
    private boolean inEvent;

    private record Event(long atNanos, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** Nanoseconds since the world began. */
    public long nowNanos() {
        return nowNanos;
    }

    /** Has something happen at that time, or now if that is over. */
    public void at(long whenNanos, Runnable action) {
        queue.add(new Event(Math.max(whenNanos, nowNanos), scheduled++, action));
    }

    /** Has something happen after a while. */
    public void after(long delayNanos, Runnable action) {
        at(nowNanos + delayNanos, action);
    }

    /** Completes after a while. */
    public CompletableFuture<Boolean> pause(long delayNanos) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        after(delayNanos, () -> over.complete(true));
        return over;
    }

    /**
     * Lets events happen until the condition holds; time ends at the deadline at the latest.
     *
     * @return whether the condition holds
     * @throws IllegalStateException if an event calls it
     */
    public boolean runUntil(long deadlineNanos, BooleanSupplier condition) {
        Check.state(!inEvent, "an event does not wait for other events");
        while (!condition.getAsBoolean()) {
            Event next = queue.peek();
            if (next == null || next.atNanos() > deadlineNanos) {
                nowNanos = Math.max(nowNanos, deadlineNanos);
                return false;
            }
            queue.remove();
            nowNanos = next.atNanos();
            run(next.action());
        }
        return true;
    }

    /** Lets events happen for a while. */
    public void runFor(long nanos) {
        runUntil(nowNanos + nanos, () -> false);
    }

    private void run(Runnable action) {
        ran++;
        inEvent = true;
        try {
            action.run();
        } finally {
            inEvent = false;
        }
    }

    /** Whether an event is running, so that nobody may wait. */
    public boolean isInEvent() {
        return inEvent;
    }

    /** How many events have happened. */
    public long eventCount() {
        return ran;
    }
}
