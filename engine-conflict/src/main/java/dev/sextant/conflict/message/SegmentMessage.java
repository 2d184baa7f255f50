package dev.sextant.conflict.message;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Reservation;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a segment is told or asked. The table of all messages is in docs/messages.md. */
public sealed interface SegmentMessage extends Message {
    // ---- the owner of a proposal -----------------------------------------------------------------------------------

    /** Vote on this at ballot 0. Answered by {@link WriterMessage.Voted}, at once or when it is no longer parked. */
    record Propose(Proposal proposal) implements SegmentMessage {}

    /** The owner gives it up, at ballot 1. Answered by {@link WriterMessage.Voted}. */
    record Renounce(
            ProposalId id, long incarnation, @Nullable Reservation reservation) implements SegmentMessage {}

    /** Fates, from whoever knows them. Not answered. */
    record Decided(List<DecidedProposal> proposals) implements SegmentMessage {
        public Decided {
            proposals = List.copyOf(proposals);
        }
    }

    /** Four segments accepted an opening: the seqs from {@code closeFrom} up to but not {@code firstSeq} are aborted. */
    record SlotOpened(WriterId writer, long closeFrom, long firstSeq) implements SegmentMessage {}

    // ---- settlers --------------------------------------------------------------------------------------------------

    /** Promise this ballot. Answered by {@link WriterMessage.Promised} or {@link WriterMessage.Voted}. */
    record Prepare(ProposalId id, Ballot ballot) implements SegmentMessage {}

    /** Accept this value; the content comes with COMMITTED. Answered by {@link WriterMessage.Voted}. */
    record Settle(
            ProposalId id,
            Ballot ballot,
            Fate value,
            @Nullable Proposal content) implements SegmentMessage {}

    // ---- repairs ---------------------------------------------------------------------------------------------------

    /**
     * What is undecided here? Changes nothing. Answered by {@link WriterMessage.DoubtsAre}, once the receiver holds all it knows to
     * be decided.
     */
    record AskDoubts(long requestId) implements SegmentMessage {}

    // ---- slots -----------------------------------------------------------------------------------------------------

    /** Who holds this slot? Answered by {@link WriterMessage.IncarnationIs}. */
    record AskIncarnation(WriterId writer, long requestId) implements SegmentMessage {}

    /** A process takes the slot. Answered by {@link WriterMessage.Claimed} or {@link WriterMessage.ClaimRefused}. */
    record Claim(WriterId writer, long incarnation, long nonce) implements SegmentMessage {}

    /** The claimant goes on at {@code firstSeq}. Answered by {@link WriterMessage.Opened} or {@link WriterMessage.OpenRefused}. */
    record Open(WriterId writer, long incarnation, long nonce, long closeFrom, long firstSeq)
            implements SegmentMessage {}

    /**
     * A writer is alive. Answered by {@link WriterMessage.SegmentStatus}.
     *
     * @param inUse points below which none of its transactions reads
     */
    record Heartbeat(WriterId writer, long incarnation, List<ReadPoint> inUse) implements SegmentMessage {
        public Heartbeat {
            inUse = List.copyOf(inUse);
        }
    }

    /**
     * A read replica is alive. Answered by {@link WriterMessage.SegmentStatus}.
     *
     * @param inUse points below which none of its transactions reads
     */
    record ReplicaAlive(ReplicaId replica, List<ReadPoint> inUse) implements SegmentMessage {
        public ReplicaAlive {
            inUse = List.copyOf(inUse);
        }
    }

    /**
     * The open writer of a slot has dropped its uncounted votes of this segment's former generations and proposes from
     * {@code nextSeq} on: the segment abstains below.
     */
    record OpenSession(WriterId writer, long incarnation, long generation, long nextSeq) implements SegmentMessage {}

    /** At this time a writer had applied this much: a moment that can be read later. Not answered. */
    record Journal(Moment moment) implements SegmentMessage {}

    // ---- reads -----------------------------------------------------------------------------------------------------

    /** Build a page as of a read point. Answered by {@link WriterMessage.PageBuilt} or {@link WriterMessage.PageRefused}. */
    record ReadPage(long requestId, PageId page, ReadPoint at) implements SegmentMessage {}

    /** Tell what is known of these proposals. Answered by {@link WriterMessage.Told}. */
    record Pull(long requestId, List<ProposalId> ids) implements SegmentMessage {
        public Pull {
            ids = List.copyOf(ids);
        }
    }

    /** Apply both tests of a vote, stale and rival, to these reads at one instant. Answered by {@link WriterMessage.ReadsChecked}. */
    record CheckReads(long requestId, List<PageRead> reads) implements SegmentMessage {
        public CheckReads {
            reads = List.copyOf(reads);
        }
    }

    /** The highest seqs accepted or known decided here, for a GLOBAL read. Answered by {@link WriterMessage.HighestAre}. */
    record AskHighest(long requestId) implements SegmentMessage {}

    /** The last journaled moment that is not after this time. Answered by {@link WriterMessage.MomentIs}. */
    record AskMoment(long requestId, long epochMillis) implements SegmentMessage {}

    /**
     * Which pages have changed since a point? Answered by {@link WriterMessage.ChangedAre}.
     *
     * @param at what the asker has applied: who holds less does not know all of them
     * @param from the page to begin with
     */
    record AskChanged(long requestId, ReadPoint since, ReadPoint at, PageId from) implements SegmentMessage {}

    // ---- segment to segment ----------------------------------------------------------------------------------------

    /** The sender holds this much. Answered by {@link GossipTell} if the receiver holds more. */
    record GossipAsk(SegmentId from, ReadPoint held, List<ProposalId> wanted) implements SegmentMessage {
        public GossipAsk {
            wanted = List.copyOf(wanted);
        }
    }

    /** Decided proposals the asker lacks, lowest seqs first; {@code more} if there are others. */
    record GossipTell(SegmentId from, List<DecidedProposal> proposals, ReadPoint held, boolean more)
            implements SegmentMessage {
        public GossipTell {
            proposals = List.copyOf(proposals);
        }
    }

    /**
     * Of every page the newest version that this point sees is at or below an image on the sender's disk, so tails need not keep
     * for it what the point sees. Not answered.
     *
     * @param generation of the sender: another disk of it has no such images
     * @param held what lies on that disk, in deltas or images
     * @param floor of the sender, up to which other full segments should have images, too
     */
    record ImagesReach(SegmentId from, long generation, ReadPoint point, ReadPoint held, ReadPoint floor)
            implements SegmentMessage {}

    /**
     * A segment with a new disk asks what it must know before it may count again. Answered by {@link RebuildTell}, once the
     * receiver holds all it knows to be decided.
     *
     * @param round rises with every session that begins at the asker, for only what is told after it counts
     */
    record RebuildAsk(SegmentId from, long generation, long round) implements SegmentMessage {}

    /**
     * The slots and the undecided proposals accepted for COMMIT at a whole segment, and how much it holds: all it knows to be
     * decided.
     *
     * @param generation of the asker
     * @param round of the asker
     */
    record RebuildTell(
            SegmentId from,
            long generation,
            long round,
            List<SlotState> slots,
            List<Proposal> undecided,
            ReadPoint held)
            implements SegmentMessage {
        public RebuildTell {
            slots = List.copyOf(slots);
            undecided = List.copyOf(undecided);
        }
    }

    /** A new disk has nothing yet: offer it the pages as of all that is held. Answered by {@link CopyOffer}. */
    record CopyAsk(SegmentId from) implements SegmentMessage {}

    /**
     * The receiver lacks what the sender no longer keeps one by one, or all of it: it may have the pages as of a point instead, which
     * becomes its floor, and then ask for the rest. A tail has no pages, and offers only to other tails. Answered by
     * {@link CopyPagesAsk}.
     *
     * @param insteadOf what was asked for and cannot be told of any more; null if this answers something else
     * @param pages how many there are
     */
    record CopyOffer(
            SegmentId from, ReadPoint floor, @Nullable ReadPoint insteadOf, long pages) implements SegmentMessage {}

    /** Tell the pages from one on, as of a floor that was offered. Answered by {@link CopyPagesTell}. */
    record CopyPagesAsk(SegmentId from, ReadPoint floor, PageId page) implements SegmentMessage {}

    /**
     * Pages as of the floor that was offered, rising.
     *
     * @param asked the page that was asked from
     * @param next where to go on; null after the last page
     */
    record CopyPagesTell(
            SegmentId from,
            ReadPoint floor,
            PageId asked,
            List<PageCopy> pages,
            @Nullable PageId next) implements SegmentMessage {
        public CopyPagesTell {
            pages = List.copyOf(pages);
        }
    }

    /** Tell the fates of a slot's proposals from a chunk on, up to a floor that was offered. Answered by {@link CopyFatesTell}. */
    record CopyFatesAsk(SegmentId from, ReadPoint floor, WriterId writer, long chunk) implements SegmentMessage {}

    /**
     * Fates of a slot's proposals, rising, and with the last of the last slot the moments that the sender knows. It may tell
     * of proposals beyond the floor, too.
     *
     * @param asked the chunk that was asked from
     * @param next the chunk to go on from; negative after the last one of the slot
     */
    record CopyFatesTell(
            SegmentId from,
            ReadPoint floor,
            WriterId writer,
            long asked,
            List<FateChunk> chunks,
            long next,
            List<Moment> moments)
            implements SegmentMessage {
        public CopyFatesTell {
            chunks = List.copyOf(chunks);
            moments = List.copyOf(moments);
        }
    }

    /**
     * Tell some pages as a backtrack left them: the asker has collected what it takes to build them. Answered by
     * {@link RewoundTell}, as far as the receiver can.
     *
     * @param backtrack the version that it gave to each of them
     */
    record RewoundAsk(SegmentId from, VersionId backtrack, List<PageId> pages) implements SegmentMessage {
        public RewoundAsk {
            pages = List.copyOf(pages);
        }
    }

    /** Pages as a backtrack left them. */
    record RewoundTell(SegmentId from, List<PageCopy> pages) implements SegmentMessage {
        public RewoundTell {
            pages = List.copyOf(pages);
        }
    }
}
