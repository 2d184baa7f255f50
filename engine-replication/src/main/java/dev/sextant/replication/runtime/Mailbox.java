package dev.sextant.replication.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a node: any thread puts in, one thread takes out. Bounded, and never makes a sender wait: what finds no room
 * is refused. What the node's own process tells it is let in always, since it is bounded by something else and is not sent
 * again.
 *
 * <p>Thread safety: any thread puts; {@link #drain} belongs to the owner.
 */
final class Mailbox<T> {
    private final int capacity;
    /** Guarded by this. */
    private List<T> waiting = new ArrayList<>();
    /** The owner while it sleeps; guarded by this. */
    private @Nullable Thread sleeper;

    Mailbox(int capacity) {
        this.capacity = capacity;
    }

    /** Puts in all or none. */
    boolean offerAll(Collection<? extends T> items) {
        Thread toWake;
        synchronized (this) {
            if (waiting.size() + items.size() > capacity) {
                return false;
            }
            waiting.addAll(items);
            toWake = takeSleeper();
        }
        LockSupport.unpark(toWake);
        return true;
    }

    boolean offer(T item) {
        return offerAll(List.of(item));
    }

    /** Puts in whatever is in there already. */
    void put(T item) {
        Thread toWake;
        synchronized (this) {
            waiting.add(item);
            toWake = takeSleeper();
        }
        LockSupport.unpark(toWake);
    }

    /** Has the owner return from its sleep, or not begin it, though there is nothing to take. */
    void wake(Thread owner) {
        LockSupport.unpark(owner);
    }

    private @Nullable Thread takeSleeper() {
        Thread thread = sleeper;
        sleeper = null;
        return thread;
    }

    /** Takes up to so many, oldest first. */
    synchronized List<T> drain(int most) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<T> taken = waiting;
        if (taken.size() <= most) {
            waiting = new ArrayList<>();
            return taken;
        }
        List<T> first = new ArrayList<>(taken.subList(0, most));
        waiting = new ArrayList<>(taken.subList(most, taken.size()));
        return first;
    }

    /** Sleeps until there is something to take, so long at most; may return early. */
    void await(long nanos) {
        synchronized (this) {
            if (!waiting.isEmpty()) {
                return;
            }
            sleeper = Thread.currentThread();
        }
        LockSupport.parkNanos(this, nanos);
        // Code of the application that ran on this thread may have left an interrupt, with which nobody could sleep
        // again.
        boolean unused = Thread.interrupted();
        synchronized (this) {
            sleeper = null;
        }
    }

    /** How many wait. */
    synchronized int size() {
        return waiting.size();
    }
}
