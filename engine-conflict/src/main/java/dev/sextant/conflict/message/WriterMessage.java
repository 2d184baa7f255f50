package dev.sextant.conflict.message;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.check.CheckedTransaction;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.version.Delegator;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageVote;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a writer or a read replica is told or asked, by segments, writers and replicas. The table of all messages is in docs/messages.md. */
public sealed interface WriterMessage extends Message {
    // ---- backtracks ------------------------------------------------------------------------------------------------

    /**
     * Pages whose newest version a point does not see, rising, at that version.
     *
     * @param answer whether these are all
     * @param next where to go on; null after the last page
     */
    record ChangedAre(
            long requestId,
            SegmentId segment,
            Answer answer,
            List<PageRead> pages,
            @Nullable PageId next) implements WriterMessage {
        /** What a segment can say. */
        public enum Answer {
            /** All that have changed, up to the next. */
            TOLD,
            /** It does not hold what the asker has applied. */
            BEHIND,
            /** Its history does not reach back to the point. */
            TOO_OLD
        }

        public ChangedAre {
            pages = List.copyOf(pages);
        }
    }

    // ---- segments --------------------------------------------------------------------------------------------------

    /** A segment's answer to a ballot of a proposal: of its owner (rounds 0 and 1) or of a settler. */
    record Voted(SegmentId segment, long generation, ProposalId id, Ballot ballot, Verdict verdict)
            implements WriterMessage {}

    /** A segment's promise to a settler, with what it had accepted. */
    record Promised(SegmentId segment, long generation, ProposalId id, Ballot ballot, Register register)
            implements WriterMessage {}

    /**
     * What a whole segment knows no fate of, told to a repair.
     *
     * @param slots what it knows of the slots
     * @param highestSeqs up to which seqs of each slot it can tell: what is not listed up to there is decided here
     */
    record DoubtsAre(
            SegmentId segment,
            long generation,
            long requestId,
            List<SlotState> slots,
            List<Long> highestSeqs,
            List<Undecided> undecided)
            implements WriterMessage {
        public DoubtsAre {
            slots = List.copyOf(slots);
            highestSeqs = List.copyOf(highestSeqs);
            undecided = List.copyOf(undecided);
        }
    }

    /** The highest incarnation that claimed a slot at a segment, and for how long its holder was not heard. */
    record IncarnationIs(SegmentId segment, long requestId, WriterId writer, long incarnation, long silentNanos)
            implements WriterMessage {}

    /** A claim is accepted: what the segment has seen of the slot. */
    record Claimed(
            SegmentId segment,
            WriterId writer,
            long incarnation,
            long nonce,
            long highestSeq,
            Lsn highestLsn,
            List<ProposalId> undecided)
            implements WriterMessage {
        public Claimed {
            undecided = List.copyOf(undecided);
        }
    }

    /** Somebody holds the slot under this or a higher incarnation. */
    record ClaimRefused(SegmentId segment, WriterId writer, long nonce, long incarnation) implements WriterMessage {}

    /**
     * An opening is accepted.
     *
     * @param highestSeqs per slot, the highest seq that the segment had accepted or knew to be decided: what was handed over by an earlier
     *     incarnation, and stands here, is among them
     */
    record Opened(SegmentId segment, WriterId writer, long incarnation, long closeFrom, List<Long> highestSeqs)
            implements WriterMessage {
        public Opened {
            highestSeqs = List.copyOf(highestSeqs);
        }
    }

    /**
     * An opening is refused.
     *
     * @param standingSeq a seq the segment holds or knows for COMMIT, that the claimant must take into account; -1 if a
     *     higher claim is known
     */
    record OpenRefused(SegmentId segment, WriterId writer, long incarnation, long closeFrom, long standingSeq)
            implements WriterMessage {}

    /** A segment is alive; whether it is whole, how much it holds, and from which point on it can still serve reads. */
    record SegmentStatus(SegmentId segment, long generation, boolean whole, ReadPoint held, ReadPoint floor)
            implements WriterMessage {}

    /** A page as of a read point; no image if the page has no version there. */
    record PageBuilt(long requestId, SegmentId segment, PageId page, VersionId version, byte[] image)
            implements WriterMessage {}

    /** A page cannot be served. */
    record PageRefused(long requestId, SegmentId segment, PageId page, Reason reason) implements WriterMessage {
        /** Why a segment does not serve a page. */
        public enum Reason {
            /** It does not hold everything the read point sees: ask another. */
            BEHIND,
            /** The read point is below the collection horizon. */
            TOO_OLD,
            /** It is being rebuilt. */
            NOT_WHOLE,
            /** It is a tail, and keeps no pages. */
            NO_PAGES
        }
    }

    /** What a segment or a writer knows of proposals it was asked about: those decided, and those it cannot tell the fate of. */
    record Told(long requestId, NodeAddress from, List<DecidedProposal> decided, List<ProposalId> unknown)
            implements WriterMessage {
        public Told {
            decided = List.copyOf(decided);
            unknown = List.copyOf(unknown);
        }
    }

    /** Both tests of a vote on the reads of a read-only serializable transaction. */
    record ReadsChecked(long requestId, SegmentId segment, PageVote vote) implements WriterMessage {}

    /** Per slot, the highest seq accepted or known decided at a whole segment. */
    record HighestAre(long requestId, SegmentId segment, List<Long> seqs) implements WriterMessage {
        public HighestAre {
            seqs = List.copyOf(seqs);
        }
    }

    /** The last moment not after the time asked for that a segment knows; null if it knows none. */
    record MomentIs(
            long requestId, SegmentId segment, @Nullable Moment moment) implements WriterMessage {}

    // ---- other writers ---------------------------------------------------------------------------------------------

    /** The owner's news: what committed (with its redo) and what aborted, in order. */
    record Redo(WriterId from, List<DecidedProposal> proposals) implements WriterMessage {
        public Redo {
            proposals = List.copyOf(proposals);
        }
    }

    /**
     * Four segments accepted an opening: the seqs from {@code closeFrom} up to but not {@code firstSeq} are aborted.
     *
     * @param bounds per slot, up to which seq a proposal may lie that earlier incarnations made or handed transactions to
     */
    record PeerOpened(WriterId writer, long incarnation, long closeFrom, long firstSeq, List<Long> bounds)
            implements WriterMessage {
        public PeerOpened {
            bounds = List.copyOf(bounds);
        }
    }

    /** Is this one of yours decided? Answered by {@link Told}, after renouncing it if need be. */
    record AskFate(WriterId from, long requestId, ProposalId id) implements WriterMessage {}

    /**
     * A writer is alive, has drawn seqs up to this one, and has applied this much.
     *
     * @param bounds those of its opening, as {@link PeerOpened} tells them
     */
    record PeerHeartbeat(
            WriterId writer,
            long incarnation,
            long highestSeq,
            ReadPoint applied,
            ReadPoint oldestInUse,
            List<Long> bounds)
            implements WriterMessage {
        public PeerHeartbeat {
            bounds = List.copyOf(bounds);
        }
    }

    // ---- transactions handed over ----------------------------------------------------------------------------------

    /**
     * Commit this transaction for me. If it commits, its redo tells; if not, {@link Delegated} does.
     *
     * @param incarnation of the receiver: another one does nothing
     * @param afterSeq what the sender had applied of the receiver's slot; every attempt lies behind it
     * @param timeoutNanos for how long the sender waits
     * @param age the LSN of its first attempt
     */
    record Delegate(
            Delegator from,
            WriterId to,
            long incarnation,
            long afterSeq,
            long timeoutNanos,
            TransactionId transaction,
            CheckedTransaction checked,
            ReadPoint snapshot,
            Lsn age)
            implements WriterMessage {
        /** The most ranges that a transaction has read and is handed over. */
        public static final int MAX_RANGES = 64;
    }

    /**
     * Commit it no more, if you have not. Answered by {@link Delegated}, or by the redo.
     *
     * @param incarnation of the receiver
     * @param afterSeq as when it was handed over
     */
    record Recall(Delegator from, long incarnation, long afterSeq, TransactionId transaction)
            implements WriterMessage {}

    /**
     * What this incarnation of a writer does about a transaction that was handed over to it.
     *
     * @param underWay whether it may still commit; if not, it never will, at this writer
     */
    record Delegated(WriterId from, long incarnation, TransactionId transaction, boolean underWay)
            implements WriterMessage {}

    // ---- read replicas ---------------------------------------------------------------------------------------------

    /**
     * A read replica is alive: writers that hear it send it what they send each other.
     *
     * @param applied how much it has applied
     * @param oldestInUse the oldest point that one of its transactions of the present reads at
     */
    record ReplicaHeartbeat(ReplicaId replica, ReadPoint applied, ReadPoint oldestInUse) implements WriterMessage {}

    /**
     * A read replica knows of these proposals and no segment has told it their fates in time. It settles nothing itself: whoever gets
     * this looks after those that it does not know to be decided, as after what it misses itself. Not answered.
     */
    record Missed(ReplicaId replica, List<ProposalId> ids) implements WriterMessage {
        public Missed {
            ids = List.copyOf(ids);
        }
    }
}
