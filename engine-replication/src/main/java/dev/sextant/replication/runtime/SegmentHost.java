package dev.sextant.replication.runtime;

import dev.sextant.api.ClusterEvent;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.StorageFailedException;
import dev.sextant.replication.node.SegmentStatuses;
import dev.sextant.storage.segment.SegmentCounters;
import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreLockedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A segment of this process: its disk, and the run on it if there is one. */
final class SegmentHost {
    /** How long the size of a store is taken for true; finding it out looks at files. */
    private static final long SIZE_AGE_NANOS = 1_000_000_000;

    /** A key that no segment uses. */
    private static final byte[] PROBE_KEY = "probe".getBytes(StandardCharsets.US_ASCII);

    private final NodeContext context;
    private final SegmentId id;
    private final Disks disks;
    private final Runnable onDamage;
    /** Null before the first run, and after one that did not begin. */
    private volatile @Nullable SegmentRun run;
    /** Why its store could not be opened; null if it could. */
    private volatile @Nullable StorageFailedException failure;

    private final SegmentReturn comeback;
    /** Guarded by this. */
    private boolean closed;

    private final Object sizing = new Object();
    /** Guarded by {@link #sizing}, as is what follows: nobody who looks waits for a disk that is being opened. */
    private long sizeBytes;

    private long sizedNanos = Long.MIN_VALUE;

    /**
     * A segment that was not started yet.
     *
     * @param onDamage hears whenever its disk is found to be damaged
     */
    SegmentHost(NodeContext context, SegmentId id, Disks disks, Runnable onDamage) {
        this.context = context;
        this.id = id;
        this.disks = disks;
        this.onDamage = onDamage;
        comeback = new SegmentReturn(context, id, this::tryAgain);
    }

    SegmentId id() {
        return id;
    }

    /** Where its disk is. */
    Path place() {
        return disks.place(id);
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
        comeback.forget();
        try {
            begin(disks.mount(id));
        } catch (StoreFailedException | StoreCorruptException | StoreLockedException unusable) {
            run = null;
            failure = new StorageFailedException(disks.place(id), unusable);
            left(Trouble.of(unusable));
        } catch (StorageFailedException volumeUnusable) {
            // Its new disk could not be counted.
            run = null;
            failure = volumeUnusable;
            left(new Trouble(String.valueOf(volumeUnusable.getMessage()), true, false, volumeUnusable));
        }
    }

    private void left(Trouble why) {
        comeback.left(why);
        if (why.damaged()) {
            onDamage.run();
        }
    }

    private void begin(Disks.Mounted disk) {
        SegmentRun next = new SegmentRun(context, id, disk, this::left, onDamage);
        run = next;
        failure = null;
        next.start();
    }

    /** Opens its store anew, sees whether the disk takes a write that lasts, and if so starts it on that. */
    private synchronized @Nullable Trouble tryAgain() {
        if (closed || !comeback.isAway()) {
            return null;
        }
        SegmentRun former = run;
        if (former != null) {
            former.stop();
        }
        try {
            requireRoom();
            Disks.Mounted disk = disks.remount(id);
            probe(disk.store());
            begin(disk);
            return null;
        } catch (StoreException still) {
            return Trouble.of(still);
        }
    }

    private void requireRoom() {
        long wanted = context.config().limits().segmentReturnFreeBytes();
        long free = disks.freeBytes(id);
        if (free < wanted) {
            throw StoreFailedException.tooLittleRoom(String.valueOf(disks.place(id)), free, wanted);
        }
    }

    /** Removes durably what is not there, which is a write like any other and changes nothing. */
    private static void probe(SegmentStore store) {
        boolean works = false;
        try {
            store.write(new StoreBatch().delete(ColumnFamily.META, PROBE_KEY), Durability.SYNCED);
            works = true;
        } finally {
            if (!works) {
                store.close();
            }
        }
    }

    /** Whether it runs, or is about to. */
    boolean isRunning() {
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
        if (state() == SegmentState.FAILED) {
            run = null;
            failure = null;
        }
        comeback.forget();
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

    /**
     * What is damaged on its disk, whether it serves all the same or is out of service for that; null if nothing is known to be, or
     * somebody stopped it.
     */
    @Nullable
    String damage() {
        SegmentRun current = run;
        String found = current == null || current.hasEnded() ? null : current.damage();
        return found == null ? comeback.damage() : found;
    }

    /**
     * Gives it a blank disk instead of a damaged one, and starts it on that. Does nothing if its disk is not damaged. A disk that
     * cannot even be emptied is left to a person.
     */
    synchronized void replaceDamagedDisk() {
        String problem = damage();
        if (closed || problem == null) {
            return;
        }
        kill();
        try {
            disks.replace(id);
        } catch (StoreException e) {
            failure = new StorageFailedException(disks.place(id), e);
            left(Trouble.notEmptied(e));
            return;
        }
        context.events().told(new ClusterEvent.DiskReplaced(id, problem));
        start();
    }

    /** Ends it, leaving its disk as it is. */
    synchronized void close() {
        closed = true;
        SegmentRun current = run;
        if (current != null) {
            current.stop();
        }
        comeback.forget();
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
        long size = counters == null ? 0 : sizeBytes(current);
        return SegmentStatuses.of(
                id,
                state,
                counters,
                size,
                comeback.outage(),
                context.config().segmentLayout().role(id));
    }

    private long sizeBytes(@Nullable SegmentRun of) {
        synchronized (sizing) {
            long now = context.clock().nowNanos();
            boolean old = sizedNanos == Long.MIN_VALUE || now - sizedNanos >= SIZE_AGE_NANOS;
            if (of != null && !of.hasEnded() && old) {
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
}
