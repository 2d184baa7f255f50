package dev.sextant.conflict.fate;

import dev.sextant.api.SegmentId;
import dev.sextant.api.spi.Check;
import java.util.Arrays;

/**
 * How far ahead an incarnation may draw seqs. A successor starts 128 above the highest seq that four segments tell it, and
 * trusts that no proposal of its predecessor lies more than 64 above that. Counting undecided proposals does not make that
 * true: a writer that storage never hears may learn one abort after the other from its peers. So what counts here is what
 * segments are known to have known when no higher claim was known to them: a register or a fate, which they tell every
 * claimant. Answers at the owner's ballots, 0 and 1, show that, since a segment refuses them to a fenced incarnation. Answers to
 * settlers do not.
 *
 * <p>Invariant I8: at least a read quorum of segments each know a seq at or above {@link #anchor()}, so every claim is told one;
 * no seq above {@code anchor + limit} is drawn.
 */
public final class SeqWindow {
    private final Quorums quorums;
    private final long limit;
    private final long[] highestKnown;
    private long floor;

    /** A window for the seqs that follow an opening. */
    public SeqWindow(Quorums quorums, long limit) {
        Check.state(limit > 0, "a window has room");
        this.quorums = quorums;
        this.limit = limit;
        highestKnown = new long[quorums.segments()];
    }

    /** The slot was opened by a write quorum: every claimant is told the last seq before this one. */
    public void opened(long firstSeq) {
        floor = Math.max(floor, firstSeq - 1);
    }

    /** A segment's answer about a seq that this incarnation drew, at ballot 0 or 1. Accepts and fates are what it keeps. */
    public void onAnswer(SegmentId segment, long seq, Verdict verdict) {
        if (verdict instanceof Verdict.Accepted || verdict instanceof Verdict.Decided) {
            highestKnown[segment.index()] = Math.max(highestKnown[segment.index()], seq);
        }
    }

    /** The highest seq that every claimant is certain to be told, or something above it. */
    public long anchor() {
        long[] sorted = highestKnown.clone();
        Arrays.sort(sorted);
        return Math.max(floor, sorted[sorted.length - quorums.read()]);
    }

    /**
     * Whether this seq may be drawn. If not, the owner sends its last one again and waits for answers: the renouncement if it was
     * renounced or is aborted, and otherwise, committed or not, the proposal.
     */
    public boolean mayDraw(long seq) {
        return seq <= anchor() + limit;
    }
}
