package dev.sextant.storage.store;

import dev.sextant.api.spi.Check;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Decides which calls reach the engine of a store.
 *
 * <p>Invariants: no call is inside while the engine closes or afterwards; at most one write is inside; once a call failed,
 * none enters any more.
 */
final class StoreGate {
    private final String place;
    /** Calls share it; closing has it alone. Re-entrant, because a scan's visitor may read. */
    private final ReentrantReadWriteLock calls = new ReentrantReadWriteLock();

    private final AtomicBoolean writing = new AtomicBoolean();
    private final AtomicReference<@Nullable StoreFailedException> failure = new AtomicReference<>();
    /** Guarded by {@link #calls}. */
    private boolean closed;

    StoreGate(String place) {
        this.place = place;
    }

    /** Every return of this must be followed by {@link #exit()}. */
    void enter() {
        calls.readLock().lock();
        StoreException refusal = refusal();
        if (refusal != null) {
            calls.readLock().unlock();
            throw refusal;
        }
    }

    void exit() {
        calls.readLock().unlock();
    }

    /** Every return of this must be followed by {@link #exitWrite()}. */
    void enterWrite() {
        Check.state(calls.getReadHoldCount() == 0, "a scan's visitor must not write to the store");
        enter();
        if (!writing.compareAndSet(false, true)) {
            exit();
            throw new IllegalStateException("two threads write to " + place + " at the same time");
        }
    }

    void exitWrite() {
        writing.set(false);
        exit();
    }

    private @Nullable StoreException refusal() {
        if (closed) {
            return new StoreClosedException(place);
        }
        StoreFailedException first = failure.get();
        return first == null ? null : StoreFailedException.earlier(place, first);
    }

    /** Lets nobody in any more if it is this disk that failed; returns its argument, to be thrown. */
    StoreFailedException fail(StoreFailedException cause) {
        if (cause.isOf(place)) {
            failure.compareAndSet(null, cause);
        }
        return cause;
    }

    /** Waits until nobody is inside, then runs {@code closeEngine}, the first time it is called. */
    void close(Runnable closeEngine) {
        Check.state(calls.getReadHoldCount() == 0, "a scan's visitor must not close the store");
        calls.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                closeEngine.run();
            }
        } finally {
            calls.writeLock().unlock();
        }
    }
}
