package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.NodeAddress;
import java.util.List;

/** What happened at a segment that an operator may want to know. {@code toString} is fit to be shown. */
public sealed interface SegmentEvent {
    /** The segment is back with everything it acknowledged. */
    record Recovered(long generation, boolean whole, long decided, int undecided, ReadPoint held)
            implements SegmentEvent {}

    /** The disk is new: nothing that counts is answered until the others' knowledge is copied. */
    record RebuildBegan(long generation) implements SegmentEvent {}

    /** The rebuild has come a step further. */
    record RebuildAdvanced(long generation, String step) implements SegmentEvent {}

    /** The segment counts again. */
    record BecameWhole(long generation, ReadPoint held) implements SegmentEvent {}

    /** A page cannot be built here; no wrong page was served. */
    record PageBroken(PageId page, String problem) implements SegmentEvent {}

    /**
     * The disk holds something this segment cannot read; it answers nothing any more.
     *
     * @param damaged whether something was lost there; otherwise it may be of a newer version
     */
    record OutOfService(String problem, boolean damaged) implements SegmentEvent {}

    /** Something on the disk cannot be read; what asked for it goes without. */
    record LoadFailed(String what, String problem) implements SegmentEvent {}

    /**
     * The disk is damaged for certain: something on it cannot be read however often it is tried, or was lost. What it hits is not
     * served from here.
     */
    record DiskDamaged(String problem) implements SegmentEvent {}

    /** The segment lacks what another one no longer keeps one by one, and takes pages as of that one's floor instead. */
    record CopyBegan(SegmentId from, ReadPoint floor) implements SegmentEvent {}

    /** The pages are here; what came after them is gossiped. */
    record CopyEnded(SegmentId from, long pages, ReadPoint held) implements SegmentEvent {}

    /**
     * The segment is far behind what it has heard of, and gets on.
     *
     * @param missing proposals that were heard of and are not held
     * @param nanosLeft how long the rest will take; -1 if that is not known
     */
    record CatchUpAdvanced(long missing, long pagesToCopy, long pagesCopied, long bytesCopied, long nanosLeft)
            implements SegmentEvent {}

    /** The segment is no longer far behind. */
    record CaughtUp(long nanos) implements SegmentEvent {}

    /**
     * This tail keeps its log for longer than the retention window, since full segments have no images of it: they are away, or have
     * new disks that are not filled yet. The log grows until they are back.
     *
     * @param missing which ones
     * @param bytes what was written here meanwhile
     */
    record LogKept(List<SegmentId> missing, long nanos, long bytes) implements SegmentEvent {
        public LogKept {
            missing = List.copyOf(missing);
        }
    }

    /** A transaction on a writer or a replica, or a writer that tells nothing any more, keeps history that is older than need be. */
    record ReaderHoldsHistory(NodeAddress reader, long nanos, long limitNanos) implements SegmentEvent {}

    /** It has done so for too long: its reads fail from now on with the advice to begin anew. */
    record ReaderCutOff(NodeAddress reader, long nanos) implements SegmentEvent {}
}
