package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.SegmentId;
import org.junit.jupiter.api.Test;

class VoteTimesTest {
    private static final SegmentId FAST = new SegmentId(0);
    private static final SegmentId SLOW = new SegmentId(5);

    private final VoteTimes votes = new VoteTimes();

    private WriterReport.Latency of(SegmentId segment, long nowNanos) {
        return votes.bySegment(nowNanos).get(segment.index());
    }

    @Test
    void eachSegmentHasItsOwnTimes() {
        votes.sent(1, 100);
        votes.voted(1, FAST, 103);
        votes.committed(1, 105);
        votes.voted(1, SLOW, 900);
        assertEquals(new WriterReport.Latency(1, 3, 3, 3), of(FAST, 900));
        assertEquals(new WriterReport.Latency(1, 800, 800, 800), of(SLOW, 900));
        assertEquals(WriterReport.Latency.NONE, of(new SegmentId(1), 900));
        assertEquals(new WriterReport.Latency(1, 5, 5, 5), votes.quorum(900));
    }

    @Test
    void onlyTheFirstVoteCounts() {
        votes.sent(1, 100);
        votes.voted(1, FAST, 103);
        votes.voted(1, FAST, 200);
        assertEquals(new WriterReport.Latency(1, 3, 3, 3), of(FAST, 200));
    }

    @Test
    void whatWasNotSentHereDoesNotCount() {
        votes.voted(1, FAST, 103);
        votes.sent(2, 104);
        votes.voted(3, FAST, 105);
        votes.committed(3, 105);
        assertEquals(WriterReport.Latency.NONE, of(FAST, 105));
        assertEquals(WriterReport.Latency.NONE, votes.quorum(105));
    }

    @Test
    void aVoteThatComesAfterTooManyFurtherProposalsDoesNotCount() {
        votes.sent(1, 100);
        votes.voted(1, FAST, 101);
        for (long seq = 2; seq <= VoteTimes.REMEMBERED + 1; seq++) {
            votes.sent(seq, 200);
        }
        votes.voted(1, SLOW, 300);
        votes.voted(2, SLOW, 300);
        votes.voted(VoteTimes.REMEMBERED + 1, FAST, 300);
        assertEquals(1, of(SLOW, 300).count());
        assertEquals(2, of(FAST, 300).count());
    }
}
