package dev.sextant.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that happened in a cluster and that whoever runs it may want to know, told to the listener of
 * {@link dev.sextant.api.config.ClusterConfig.Builder#onEvent}. {@link #message()} is for people, the components are for
 * programs. New kinds may be added in any version, so a listener leaves alone what it does not know.
 */
public sealed interface ClusterEvent {
    /** What happened, what goes on all the same, and what to do if anything is to be done, in whole sentences. */
    String message();

    /** A text that ends as a sentence, without its full stop: more follows. */
    private static String clause(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /**
     * A writer has opened its slot, but proposals are in doubt that it could not settle: their pages wait, and nothing else does.
     *
     * @param writer which one
     * @param inDoubt the first of them
     */
    record WriterOpenedInDoubt(WriterId writer, List<ProposalId> inDoubt) implements ClusterEvent {
        public WriterOpenedInDoubt {
            inDoubt = List.copyOf(inDoubt);
        }

        @Override
        public String message() {
            return writer + " takes transactions, but could not settle what its predecessors left in doubt, as "
                    + inDoubt
                    + ". The pages of these proposals wait, and nothing else. Bring back segments that are away; if all are up and the"
                    + " doubt stays, see Cluster.planRepair().";
        }
    }

    /**
     * The volume was taken back to an earlier state. Each writer tells when it follows; from then on its transactions see that state,
     * and those that began on it before do not commit.
     *
     * @param target the state that the volume is in again
     */
    record VolumeRewound(WriterId writer, ReadPoint target) implements ClusterEvent {
        @Override
        public String message() {
            return writer + " follows a backtrack: the volume is again what it was at " + target
                    + ". Transactions that began on it before do not commit; run them again.";
        }
    }

    /** Something that happened at a segment. */
    sealed interface SegmentEvent extends ClusterEvent {
        /** Where it happened. */
        SegmentId segment();
    }

    /**
     * A segment can no longer work, because its disk or the file system below it does not do what it should, its storage is
     * damaged, or the engine has a bug. It has acknowledged nothing that is not durable.
     *
     * @param problem why, what is unharmed and what to do, in whole sentences
     * @param returns whether it tries again by itself until the cause is gone, or is filled anew from the others if its storage is
     *     damaged; otherwise it waits to be given a new disk or to be restarted
     */
    record SegmentLeftService(SegmentId segment, String problem, boolean returns) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " is out of service. " + problem
                    + " Commits go on while four segments are in service. "
                    + (returns
                            ? "It returns by itself: when the cause is gone, or with an empty disk if its storage is damaged."
                            : "It does not return by itself.");
        }
    }

    /**
     * A segment that is out of service was tried again, in vain. Told now and then only, however often it is tried.
     *
     * @param problem why, as in {@link SegmentLeftService}
     * @param tries how often it was tried
     * @param awayFor for how long it has been out of service
     * @param nextTry when it is tried again, from now
     */
    record SegmentStillAway(SegmentId segment, String problem, int tries, Duration awayFor, Duration nextTry)
            implements SegmentEvent {
        @Override
        public String message() {
            return segment + " has been out of service for " + awayFor.toSeconds() + " s and was tried " + tries
                    + " times. " + problem + " Commits go on while four segments are in service. It is tried again in "
                    + nextTry.toMillis() + " ms.";
        }
    }

    /**
     * A segment's storage works again, and has all that the segment ever acknowledged. What it has missed it now gets from the
     * others.
     *
     * @param tries how often it was tried
     * @param awayFor for how long it was out of service
     */
    record SegmentReturned(SegmentId segment, int tries, Duration awayFor) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " is back in service after " + awayFor.toSeconds() + " s and " + tries
                    + " tries. What it has missed it gets from the other segments.";
        }
    }

    /**
     * A segment has read its disk and goes on where it was.
     *
     * @param generation how many disks it has had; 1 is the first
     * @param whole whether it counts at once; otherwise a rebuild follows
     * @param held up to where it holds everything
     */
    record SegmentRecovered(SegmentId segment, long generation, boolean whole, ReadPoint held) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " has read its disk, number " + generation + ", and holds everything up to " + held + "."
                    + (whole ? "" : " It does not count until it has copied the volume.");
        }
    }

    /**
     * A segment has a new disk and begins to copy the volume from the others. Until it is whole it neither votes nor serves.
     *
     * @param generation how many disks it has had; 1 is the first
     */
    record RebuildBegan(SegmentId segment, long generation) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " has a new disk, number " + generation + ", and copies the volume from the others."
                    + " Commits go on while four segments are in service.";
        }
    }

    /**
     * A rebuild has come a step further.
     *
     * @param step which step, for people
     */
    record RebuildAdvanced(SegmentId segment, long generation, String step) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " comes further with its new disk, number " + generation + ": " + step + ".";
        }
    }

    /**
     * A rebuild is complete: the segment votes and serves again.
     *
     * @param held up to where it holds everything
     */
    record RebuildCompleted(SegmentId segment, long generation, ReadPoint held) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " is whole again with its disk number " + generation + " and holds everything up to "
                    + held + ".";
        }
    }

    /**
     * A segment cannot build a page from what it holds. No wrong page was served; whoever asked gets it from another segment.
     *
     * @param problem what is wrong with it there, for people
     */
    record PageCorrupt(SegmentId segment, PageId page, String problem) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " cannot build " + page + ": " + clause(problem)
                    + ". No wrong page was served, and other segments have it.";
        }
    }

    /**
     * A segment that is far behind gets on. Told each second.
     *
     * @param missingProposals proposals it has heard of, without their fate or content
     * @param pagesToCopy about how many pages it still takes from another segment
     * @param copiedBytes what the pages it has taken took
     * @param timeLeft how long the rest will take; empty if that is not known yet
     */
    record CatchUpAdvanced(
            SegmentId segment, long missingProposals, long pagesToCopy, long copiedBytes, Optional<Duration> timeLeft)
            implements SegmentEvent {
        @Override
        public String message() {
            return segment + " lacks " + missingProposals + " proposals and " + pagesToCopy + " pages, has copied "
                    + copiedBytes + " bytes"
                    + timeLeft.map(left -> ", and needs about " + left.toSeconds() + " s more")
                            .orElse("") + ".";
        }
    }

    /**
     * A segment that was far behind is so no longer.
     *
     * @param after how long it took
     */
    record CaughtUp(SegmentId segment, Duration after) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " has caught up after " + after.toSeconds() + " s.";
        }
    }

    /**
     * A segment's disk is damaged for certain: something on it cannot be read however often it is tried, or was lost. The segment
     * votes on and serves what is not damaged.
     *
     * @param problem what, with the page it belongs to if that is known, for people
     */
    record DiskDamaged(SegmentId segment, String problem) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " has found damage on its disk: " + clause(problem)
                    + ". Nothing of it was served, and other segments have it. The disk is replaced when all other segments are"
                    + " whole, unless the configuration forbids it.";
        }
    }

    /**
     * A segment's damaged disk was emptied, and is filled anew from the others.
     *
     * @param problem what was damaged, for people
     */
    record DiskReplaced(SegmentId segment, String problem) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " begins with an empty disk, since its disk was damaged: " + clause(problem) + ".";
        }
    }

    /**
     * A segment found something on its disk that it cannot read. Nothing of it was served.
     *
     * @param what what was looked for, for people
     * @param problem why it cannot be read, for people
     */
    record RecordCorrupt(SegmentId segment, String what, String problem) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " cannot read " + what + ": " + clause(problem)
                    + ". Nothing of it was served, and other segments have it.";
        }
    }

    /**
     * A segment was away for longer than history is kept, or has a new disk: it copies pages from another segment instead of
     * catching up change by change.
     *
     * @param from whom it copies from
     * @param floor as of which point
     */
    record CopyBegan(SegmentId segment, SegmentId from, ReadPoint floor) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " lacks more than the history that is kept, and copies pages from " + from + ", as of "
                    + floor + ".";
        }
    }

    /**
     * A segment has copied what it lacked.
     *
     * @param pages how many it has copied since it was started
     * @param held up to where it holds everything
     */
    record CopyCompleted(SegmentId segment, SegmentId from, long pages, ReadPoint held) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " has copied pages from " + from + ", " + pages
                    + " since it was started, and holds everything up to " + held + ".";
        }
    }

    /**
     * A tail keeps its log for longer than the history that is asked for, since full segments have no images of it yet. Its disk fills
     * until they do.
     *
     * @param missing the full segments that are away, or whose new disks are not filled yet
     * @param keptFor for how long that has been so
     * @param bytes what was written to the tail meanwhile
     */
    record LogKept(SegmentId segment, List<SegmentId> missing, Duration keptFor, long bytes) implements SegmentEvent {
        public LogKept {
            missing = List.copyOf(missing);
        }

        @Override
        public String message() {
            return segment + " has kept its log for " + keptFor.toSeconds() + " s, " + (bytes >> 20)
                    + " MiB of it, for the sake of " + missing
                    + ". Nothing is lost, but its disk fills. Start what is down; replace a disk that does not come back.";
        }
    }

    /**
     * A transaction on a writer or a read replica reads so far back that the segment keeps history for it alone; or the writer is
     * silent, and nobody knows what it still reads.
     *
     * @param reader the writer or replica, as {@code writer-1} or {@code replica-3}
     * @param keptFor for how long that has been so
     * @param limit after how long it is cut off
     */
    record ReaderHoldsHistory(SegmentId segment, String reader, Duration keptFor, Duration limit)
            implements SegmentEvent {
        @Override
        public String message() {
            return segment + " has kept history for the sake of " + reader + " alone for " + keptFor.toSeconds()
                    + " s. After " + limit.toSeconds()
                    + " s it drops that. End transactions sooner, or restart " + reader + ".";
        }
    }

    /**
     * What a transaction on a writer or a read replica reads is no longer kept for it. Its reads from storage fail with
     * {@link SnapshotTooOldException}.
     *
     * @param reader the writer or replica, as {@code writer-1} or {@code replica-3}
     * @param keptFor for how long history was kept for it alone
     */
    record ReaderCutOff(SegmentId segment, String reader, Duration keptFor) implements SegmentEvent {
        @Override
        public String message() {
            return segment + " no longer keeps the history that transactions on " + reader + " may still read, after "
                    + keptFor.toSeconds() + " s. They fail and can be run again.";
        }
    }
}
