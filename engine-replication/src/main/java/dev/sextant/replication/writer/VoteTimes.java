package dev.sextant.replication.writer;

import dev.sextant.api.SegmentId;
import java.util.ArrayList;
import java.util.List;

/**
 * How long each segment takes to vote on this writer's proposals, and how long it takes until four have. Most proposals have
 * ended when the last segments vote, and just those are the slow ones; so it keeps by itself when the last proposals were sent.
 *
 * <p>Invariant: of a proposal and a segment only the first vote counts. One that comes when as many as
 * {@link #REMEMBERED} further proposals were sent does not.
 */
final class VoteTimes {
    static final int REMEMBERED = 4096;

    /** By seq modulo {@link #REMEMBERED}: the seq that is kept there; 0 for none, as seqs start at 1. */
    private final long[] seqs = new long[REMEMBERED];

    private final long[] sentNanos = new long[REMEMBERED];
    /** A bit for each segment that has voted. */
    private final byte[] voted = new byte[REMEMBERED];

    private final RecentLatencies[] bySegment = new RecentLatencies[SegmentId.COUNT];
    private final RecentLatencies quorum = new RecentLatencies();

    VoteTimes() {
        for (int index = 0; index < bySegment.length; index++) {
            bySegment[index] = new RecentLatencies();
        }
    }

    private static int place(long seq) {
        return (int) (seq & (REMEMBERED - 1));
    }

    /** A proposal was sent for the first time. */
    void sent(long seq, long nowNanos) {
        int place = place(seq);
        seqs[place] = seq;
        sentNanos[place] = nowNanos;
        voted[place] = 0;
    }

    /** A segment has voted on a proposal. */
    void voted(long seq, SegmentId segment, long nowNanos) {
        int place = place(seq);
        int bit = 1 << segment.index();
        if (seqs[place] == seq && (voted[place] & bit) == 0) {
            voted[place] |= (byte) bit;
            bySegment[segment.index()].record(nowNanos - sentNanos[place], nowNanos);
        }
    }

    /** Enough segments have accepted a proposal. */
    void committed(long seq, long nowNanos) {
        int place = place(seq);
        if (seqs[place] == seq) {
            quorum.record(nowNanos - sentNanos[place], nowNanos);
        }
    }

    WriterReport.Latency quorum(long nowNanos) {
        return quorum.summary(nowNanos);
    }

    /** By the segment's index. */
    List<WriterReport.Latency> bySegment(long nowNanos) {
        List<WriterReport.Latency> all = new ArrayList<>(bySegment.length);
        for (RecentLatencies one : bySegment) {
            all.add(one.summary(nowNanos));
        }
        return all;
    }
}
