package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Reservation;
import dev.sextant.conflict.fate.Tally;
import dev.sextant.conflict.version.PageRead;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One proposal of this writer's own from the moment it is sent until its fate is known, with the transactions in it. */
final class Flight {
    private final Proposal proposal;
    private final Tally tally;
    private final List<PendingCommit> members;
    private final long proposedNanos;
    private final long voteDeadlineNanos;
    private final TreeSet<SegmentId> answered = new TreeSet<>();
    private final boolean rewinds;
    private final List<PageId> pages = new ArrayList<>();
    private long resendAtNanos;
    private @Nullable Reservation reservation;

    Flight(
            Proposal proposal,
            Tally tally,
            List<PendingCommit> members,
            long proposedNanos,
            long voteDeadlineNanos,
            long resendAtNanos) {
        this.proposal = proposal;
        this.tally = tally;
        this.members = List.copyOf(members);
        this.proposedNanos = proposedNanos;
        this.voteDeadlineNanos = voteDeadlineNanos;
        this.resendAtNanos = resendAtNanos;
        for (PageWrite write : proposal.writes()) {
            pages.add(write.page());
        }
        for (PageRead read : proposal.reads()) {
            if (!read.page().equals(PageId.LINE)) {
                pages.add(read.page());
            }
        }
        rewinds = proposal.rewinds();
    }

    ProposalId id() {
        return proposal.id();
    }

    Proposal proposal() {
        return proposal;
    }

    Tally tally() {
        return tally;
    }

    List<PendingCommit> members() {
        return members;
    }

    /** Whether it is a backtrack. */
    boolean rewinds() {
        return rewinds;
    }

    /** The pages it writes or reads, but for the line, which all read. */
    List<PageId> pages() {
        return pages;
    }

    /** How many pages it changes. */
    int pagesWritten() {
        return proposal.writes().size();
    }

    long proposedNanos() {
        return proposedNanos;
    }

    /** A segment has voted; tells whether for the first time. */
    boolean answeredBy(SegmentId segment) {
        return answered.add(segment);
    }

    long voteDeadlineNanos() {
        return voteDeadlineNanos;
    }

    long resendAtNanos() {
        return resendAtNanos;
    }

    void resendAt(long nanos) {
        resendAtNanos = nanos;
    }

    /** What its renouncement leaves behind for its retry. */
    @Nullable
    Reservation reservation() {
        return reservation;
    }

    void reserve(Reservation left) {
        reservation = left;
    }
}
