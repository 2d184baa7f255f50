package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.StorageFailedException;
import dev.sextant.storage.segment.SegmentCounters;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.store.StoreFailedException;
import org.jspecify.annotations.Nullable;

/** A segment of this process: its disk, and the run on it if there is one. */
final class SegmentHost {
    /** How long the size of a store is taken for true; finding it out looks at files. */
    private static final long SIZE_AGE_NANOS = 1_000_000_000;

    private final NodeContext context;
    private final SegmentId id;
    private final Disks disks;
    /** Null before the first run, and after one that did not begin. */
    private volatile @Nullable SegmentRun run;
    /** Why its store could not be opened; null if it could. */
    private volatile @Nullable StorageFailedException failure;

    private boolean closed;
    /** Guarded by this, as is what follows. */
    private long sizeBytes;

    private long sizedNanos = Long.MIN_VALUE;

    SegmentHost(NodeContext context, SegmentId id, Disks disks) {
        this.context = context;
        this.id = id;
        this.disks = disks;
    }

    SegmentId id() {
        return id;
    }

    /** Why its store could not be opened; null if it could. */
    @Nullable
    StorageFailedException failure() {
        return failure;
    }

    @Nullable
    SegmentRun run() {
        return run;
    }

    /**
     * Starts it if it is not running. A disk that is damaged or does not work leaves the segment failed, which is the world's
     * doing and no reason to stop the others; what the directory's owner must see to is thrown.
     */
    synchronized void start() {
        if (closed || isRunning()) {
            return;
        }
        SegmentRun former = run;
        if (former != null) {
            // One that failed may still be about to end.
            former.stop();
        }
        try {
            SegmentRun next = new SegmentRun(context, id, disks.mount(id));
            run = next;
            failure = null;
            next.start();
        } catch (StoreFailedException | StoreCorruptException damaged) {
            run = null;
            failure = new StorageFailedException(disks.place(id), damaged);
            context.events().storeFailed(id, damaged);
        }
    }

    private boolean isRunning() {
        SegmentRun current = run;
        return current != null && !current.hasEnded() && current.state() != SegmentState.FAILED;
    }

    /** Cuts its power. */
    synchronized void kill() {
        SegmentRun current = run;
        if (current != null && !current.hasEnded()) {
            current.silence();
            disks.losePower(id, current.store());
            current.stop();
        }
    }

    /** Gives it a blank disk, and starts it on that if it was running. */
    synchronized void loseDisk() {
        boolean wasRunning = isRunning() || state() == SegmentState.FAILED;
        kill();
        try {
            disks.replace(id);
        } catch (StoreException e) {
            throw new StorageFailedException(disks.place(id), e);
        }
        failure = null;
        if (wasRunning) {
            start();
        }
    }

    /** Ends it, leaving its disk as it is. */
    synchronized void close() {
        closed = true;
        SegmentRun current = run;
        if (current != null) {
            current.stop();
        }
    }

    // ---- status ----------------------------------------------------------------------------------------------------

    SegmentState state() {
        SegmentRun current = run;
        if (current == null) {
            return failure != null ? SegmentState.FAILED : SegmentState.DOWN;
        }
        return current.state();
    }

    ClusterStatus.SegmentStatus status() {
        SegmentRun current = run;
        SegmentCounters counters = current == null ? null : current.counters();
        SegmentState state = state();
        return counters == null
                ? new ClusterStatus.SegmentStatus(id, state, 0, ReadPoint.ZERO, 0, 0, 0)
                : new ClusterStatus.SegmentStatus(
                        id,
                        state,
                        counters.generation() + 1,
                        counters.held(),
                        counters.undecided(),
                        counters.parked(),
                        sizeBytes(current));
    }

    private synchronized long sizeBytes(@Nullable SegmentRun of) {
        long now = context.clock().nowNanos();
        if (of != null && !of.hasEnded() && (sizedNanos == Long.MIN_VALUE || now - sizedNanos >= SIZE_AGE_NANOS)) {
            try {
                sizeBytes = of.store().sizeBytes();
                sizedNanos = now;
            } catch (StoreException wentDownMeanwhile) {
                // The size it had is as good as any.
                return sizeBytes;
            }
        }
        return sizeBytes;
    }
}
