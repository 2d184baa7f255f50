package dev.sextant.conflict.fate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.SegmentId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SeqWindowTest {
    private static final Verdict ACCEPTED = new Verdict.Accepted(List.of());

    @Test
    void opensWithAnOpeningAndMovesWithAReadQuorum() {
        SeqWindow window = new SeqWindow(Quorums.SIX, 64);
        window.opened(129);
        assertTrue(window.mayDraw(192));
        assertFalse(window.mayDraw(193));
        window.onAnswer(new SegmentId(0), 190, ACCEPTED);
        window.onAnswer(new SegmentId(5), 150, new Verdict.Decided(Fate.ABORTED));
        window.onAnswer(new SegmentId(5), 149, ACCEPTED);
        assertEquals(128, window.anchor());
        window.onAnswer(new SegmentId(3), 140, ACCEPTED);
        assertEquals(140, window.anchor());
    }

    @Test
    void refusalsLeaveNothingBehindAtASegment() {
        SeqWindow window = new SeqWindow(Quorums.SIX, 64);
        for (int segment = 0; segment < 6; segment++) {
            window.onAnswer(new SegmentId(segment), 50, new Verdict.Parked(null));
            window.onAnswer(new SegmentId(segment), 50, new Verdict.Fenced(2));
        }
        assertEquals(0, window.anchor());
    }

    /** Whatever four segments a claimant hears, one of them knows the anchor or more. */
    @Property
    void everyClaimIsToldTheAnchor(@ForAll List<@IntRange(min = 0, max = 5999) Integer> answers) {
        SeqWindow window = new SeqWindow(Quorums.SIX, 64);
        long[] known = new long[6];
        for (int answer : answers) {
            window.onAnswer(new SegmentId(answer % 6), answer / 6, ACCEPTED);
            known[answer % 6] = Math.max(known[answer % 6], answer / 6);
        }
        for (int claim = 0; claim < 1 << 6; claim++) {
            long told = 0;
            for (int segment = 0; segment < 6; segment++) {
                told = (claim & (1 << segment)) == 0 ? told : Math.max(told, known[segment]);
            }
            assertTrue(Integer.bitCount(claim) < 4 || told >= window.anchor());
        }
    }
}
