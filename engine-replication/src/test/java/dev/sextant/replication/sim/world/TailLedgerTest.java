package dev.sextant.replication.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tails that drop too much, and those that do not. */
class TailLedgerTest {
    private static final long MINUTE = 60_000_000_000L;

    private final TailLedger ledger = new TailLedger(SegmentLayout.FULL_AND_TAIL);

    private static ReadPoint point(long seq) {
        return ReadPoint.ZERO.with(new WriterId(0), seq, new long[0]);
    }

    private void hasImages(int segment, long seq) {
        ledger.said(
                new SegmentMessage.ImagesReach(new SegmentId(segment), 0, point(seq), point(seq + 5), ReadPoint.ZERO),
                0);
    }

    private void hasFloor(int segment, long seq, long nanos) {
        ledger.said(new WriterMessage.SegmentStatus(new SegmentId(segment), 0, true, point(100), point(seq)), nanos);
    }

    private void accused(String of) {
        assertEquals(1, ledger.contradictions().size());
        assertTrue(ledger.contradictions().get(0).contains(of), ledger.contradictions()::toString);
    }

    @Test
    void aTailMayDropWhatAllThreeHaveImagesOf() {
        List.of(0, 2, 4).forEach(full -> hasImages(full, 10));
        hasFloor(1, 10, MINUTE);
        hasFloor(0, 50, MINUTE); // a full segment needs nobody
        assertEquals(List.of(), ledger.contradictions());
    }

    @Test
    void aTailMayNotDropWhatOnlyTwoHaveImagesOf() {
        List.of(0, 2).forEach(full -> hasImages(full, 10));
        hasImages(4, 9);
        hasFloor(1, 10, MINUTE);
        accused("segment-1 has no log up to [10, 0, 0, 0], and segment-4 never said");
        hasFloor(3, 10, MINUTE);
        assertEquals(1, ledger.contradictions().size(), "what one tail has dropped another one need not have");
    }

    @Test
    void aTailMayBeginWithWhatAllThreeHold() {
        List.of(0, 2, 4).forEach(full -> hasImages(full, 10)); // and holds 15
        ledger.said(new SegmentMessage.CopyFatesAsk(new SegmentId(1), point(15), new WriterId(0), 0), MINUTE);
        hasFloor(1, 15, MINUTE);
        assertEquals(List.of(), ledger.contradictions());
        ledger.said(new SegmentMessage.CopyFatesAsk(new SegmentId(3), point(16), new WriterId(0), 0), MINUTE);
        hasFloor(3, 16, MINUTE);
        assertEquals(3, ledger.contradictions().size());
    }

    @Test
    void whileADiskIsBeingFilledAFloorIsTakenFromAFullSegment() {
        List.of(0, 2).forEach(full -> hasImages(full, 10));
        ledger.said(new SegmentMessage.RebuildAsk(new SegmentId(4), 1, 1), 5 * MINUTE);
        hasFloor(1, 10, 5 * MINUTE + 1);
        assertEquals(List.of(), ledger.contradictions());
        List.of(0, 2).forEach(full -> hasImages(full, 20));
        hasFloor(1, 10, 8 * MINUTE);
        hasFloor(1, 20, 9 * MINUTE);
        accused("segment-4 never said");
    }
}
