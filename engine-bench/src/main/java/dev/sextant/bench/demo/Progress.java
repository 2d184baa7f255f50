package dev.sextant.bench.demo;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the clients and the fault script are at, for the live view, and the first failure of any of them, which ends all.
 *
 * <p><b>Thread safety:</b> any thread at any time.
 */
final class Progress {
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final AtomicLong loadedRows = new AtomicLong();
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong lastCommitNanos = new AtomicLong();
    private final AtomicLong longestGapNanos = new AtomicLong();
    private volatile String phase = "opening";

    /** Says what goes on from now on. */
    void phase(String text) {
        phase = text;
    }

    String phase() {
        return phase;
    }

    /** Notes a commit, on whichever writer. */
    void committed(long rowsLoaded) {
        commits.incrementAndGet();
        loadedRows.addAndGet(rowsLoaded);
        long now = System.nanoTime();
        long last = lastCommitNanos.getAndSet(now);
        if (last != 0) {
            longestGapNanos.accumulateAndGet(now - last, Math::max);
        }
    }

    /** Forgets the longest gap, as a new phase begins. */
    void resetGap() {
        lastCommitNanos.set(0);
        longestGapNanos.set(0);
    }

    long commits() {
        return commits.get();
    }

    long loadedRows() {
        return loadedRows.get();
    }

    /** The longest time without any commit since the last reset. */
    long longestGapNanos() {
        return longestGapNanos.get();
    }

    /** A client cannot go on; the others need not. */
    void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
    }

    boolean failed() {
        return failure.get() != null;
    }

    /** Throws what a client failed with, if one did. */
    void throwIfFailed() {
        Throwable thrown = failure.get();
        if (thrown instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (thrown != null) {
            throw new IllegalStateException("a client failed", thrown);
        }
    }
}
