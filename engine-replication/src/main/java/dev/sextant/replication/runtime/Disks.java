package dev.sextant.replication.runtime;

import dev.sextant.api.SegmentId;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.volume.VolumeDirectory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The disks of a volume's segments. */
interface Disks extends AutoCloseable {
    /**
     * A segment's store, open.
     *
     * @param freshGeneration the generation it has if it is empty
     */
    record Mounted(SegmentStore store, long freshGeneration) {}

    /** Opens a segment's store; an empty one under a new generation if the disk is blank. Throws what the store throws. */
    Mounted mount(SegmentId segment);

    /**
     * As {@link #mount}, and never an empty one: a place that is blank may be one where a disk is not mounted at the moment, and
     * to begin a new generation there would throw the old one's votes away.
     */
    Mounted remount(SegmentId segment);

    /** How many more bytes a segment's disk has room for. */
    long freeBytes(SegmentId segment);

    /** The machine loses power: the store is of no use any more, and what was not synced may be gone. */
    void losePower(SegmentId segment, SegmentStore store);

    /** The disk is replaced by a blank one; its store is closed. */
    void replace(SegmentId segment);

    /** Where it is, for messages. */
    Path place(SegmentId segment);

    /** The directory of the volume; null if it is in memory. */
    default @Nullable VolumeDirectory volume() {
        return null;
    }

    /** Releases everything but the stores that were mounted. */
    @Override
    void close();
}
