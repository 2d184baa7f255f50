package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.check.CheckResult;
import dev.sextant.storage.page.Page;
import org.jspecify.annotations.Nullable;

/** A writer's answer to a request of one of its clients. */
public sealed interface ClientAnswer {
    /**
     * The transaction is part of the volume; whoever sees this read point sees it.
     *
     * @param attempts how many proposals it took; 0 if it is not known here
     * @param pages how many pages the proposal in which it committed changes; 0 if it is not known here, or has none
     */
    record Committed(ReadPoint readPoint, int attempts, int pages) implements ClientAnswer {
        /** That of another writer, or of long ago. */
        public Committed(ReadPoint readPoint) {
            this(readPoint, 0, 0);
        }
    }

    /** The transaction rests on what another has changed, and is aborted, durably. Its retry inherits the age. */
    record Conflicted(CheckResult.RowConflict conflict, Lsn age) implements ClientAnswer {}

    /** A merge function refused the newest value; the transaction is aborted. */
    record MergeFailed(CheckResult.MergeFailed failure) implements ClientAnswer {}

    /** The transaction is aborted through no fault of its own, as its writer was fenced or closed before it was proposed. */
    record Abandoned(Lsn age) implements ClientAnswer {}

    /** The volume was taken back to an earlier state after the transaction began; it is aborted. Its retry inherits the age. */
    record Rewound(Lsn age) implements ClientAnswer {}

    /**
     * The volume is what it was.
     *
     * @param before a state that sees all that was undone: to go back to it undoes the backtrack
     * @param after a state that sees the backtrack
     * @param pages how many pages were taken back
     */
    record Backtracked(ReadPoint before, ReadPoint after, long pages) implements ClientAnswer {}

    /** Fewer than four segments could be reached in time: the transaction may yet commit. Ask again. */
    record Indeterminate() implements ClientAnswer {}

    /**
     * The page as of the read point that was asked for.
     *
     * @param from the segment that served it; null if it was in memory by then
     */
    record PageFetched(Page page, @Nullable SegmentId from) implements ClientAnswer {}

    /** Everything that was waited for is visible at this read point. */
    record PointReached(ReadPoint readPoint) implements ClientAnswer {}

    /** The moment that was asked for. */
    record MomentFound(ReadPoint point, long epochMillis) implements ClientAnswer {}

    /** The request was not carried out. */
    record Failed(Reason reason) implements ClientAnswer {
        /** Why a request was not carried out. Nothing has happened. */
        public enum Reason {
            /** Too few segments answered in time. */
            QUORUM_LOST,
            /** The writer is starting, fenced or closed. */
            NOT_OPEN,
            /** Too many commits are waiting. */
            OVERLOADED,
            /** The read point is older than what storage keeps. */
            SNAPSHOT_TOO_OLD,
            /** A value or a group is larger than fits a proposal. */
            TOO_LARGE
        }
    }
}
