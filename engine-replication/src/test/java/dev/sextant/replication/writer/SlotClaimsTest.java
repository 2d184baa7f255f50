package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All slots that were ever used are claimed, and none else. */
class SlotClaimsTest {
    private static final long NONCE = 77;
    private static final int NEEDED = 4;
    private static final WriterId USED = new WriterId(1);

    private final List<Sent> sent = new ArrayList<>();
    private final SlotClaims claims =
            new SlotClaims(NONCE, NEEDED, (segment, message) -> sent.add(new Sent(segment, message)));

    private record Sent(SegmentId to, SegmentMessage message) {}

    @BeforeEach
    void begin() {
        claims.resend();
        sent.clear();
    }

    private void told(int segment, WriterId writer, long incarnation) {
        claims.onIncarnation(new WriterMessage.IncarnationIs(new SegmentId(segment), NONCE, writer, incarnation, 0));
    }

    private void claimed(int segment, long incarnation, long nonce) {
        claims.onClaimed(
                new WriterMessage.Claimed(new SegmentId(segment), USED, incarnation, nonce, 0, Lsn.ZERO, List.of()));
    }

    private void refused(int segment, long incarnation, long nonce) {
        claims.onClaimRefused(new WriterMessage.ClaimRefused(new SegmentId(segment), USED, nonce, incarnation));
    }

    private static Set<SegmentId> segments(int... indexes) {
        Set<SegmentId> segments = new TreeSet<>();
        for (int index : indexes) {
            segments.add(new SegmentId(index));
        }
        return segments;
    }

    /** The other slots were never used, as four segments say. */
    private void othersAreUnused() {
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            for (int segment = 0; segment < NEEDED && slot != USED.slot(); segment++) {
                told(segment, new WriterId(slot), 0);
            }
        }
    }

    /** Four segments tell of different incarnations, the highest 9. */
    private void usedIsTold() {
        for (int segment = 0; segment < NEEDED; segment++) {
            told(segment, USED, segment == 2 ? 9 : segment);
        }
    }

    @Test
    void allSegmentsAreAskedForAllSlots() {
        claims.resend();
        assertEquals(SegmentId.COUNT * WriterId.MAX_COUNT, sent.size());
        assertTrue(
                sent.contains(new Sent(new SegmentId(5), new SegmentMessage.AskIncarnation(new WriterId(3), NONCE))));
        assertEquals(segments(0, 1, 2, 3, 4, 5), claims.silent());
    }

    @Test
    void slotsThatWereNeverUsedAreNotClaimed() {
        othersAreUnused();
        assertFalse(claims.isDone());
        for (int segment = 0; segment < NEEDED; segment++) {
            told(segment, USED, 0);
        }
        assertTrue(claims.isDone());
        assertEquals(Map.of(), claims.incarnations());
        assertEquals(List.of(), sent);
        assertEquals(segments(), claims.silent());
    }

    @Test
    void aUsedSlotIsClaimedAboveTheHighestIncarnationAnybodyTells() {
        othersAreUnused();
        usedIsTold();
        assertEquals(SegmentId.COUNT, sent.size());
        assertTrue(sent.contains(new Sent(new SegmentId(5), new SegmentMessage.Claim(USED, 10, NONCE))));
        assertEquals(Map.of(USED, 10L), claims.incarnations());
        for (int segment = 0; segment < NEEDED; segment++) {
            assertFalse(claims.isDone());
            claimed(segment, 10, NONCE);
        }
        assertTrue(claims.isDone());
    }

    @Test
    void theSameSegmentTwiceIsOneSegment() {
        othersAreUnused();
        for (int i = 0; i < NEEDED; i++) {
            told(0, USED, 9);
        }
        assertEquals(Map.of(), claims.incarnations());
        usedIsTold();
        for (int i = 0; i < NEEDED; i++) {
            claimed(5, 10, NONCE);
        }
        assertFalse(claims.isDone());
        assertEquals(segments(0, 1, 2, 3, 4), claims.silent());
    }

    @Test
    void onlyWhatIsNotAnsweredIsSentAgain() {
        othersAreUnused();
        usedIsTold();
        claimed(0, 10, NONCE);
        claimed(3, 10, NONCE);
        sent.clear();
        claims.resend();
        assertEquals(
                segments(1, 2, 4, 5), new TreeSet<>(sent.stream().map(Sent::to).toList()));
        claimed(1, 10, NONCE);
        claimed(2, 10, NONCE);
        sent.clear();
        claims.resend();
        assertEquals(List.of(), sent);
    }

    @Test
    void whatWasSaidToOthersOrOfAnotherClaimDoesNotCount() {
        othersAreUnused();
        claims.onIncarnation(new WriterMessage.IncarnationIs(new SegmentId(0), NONCE + 1, USED, 50, 0));
        usedIsTold();
        told(4, USED, 60);
        assertEquals(Map.of(USED, 10L), claims.incarnations(), "a late answer changes no claim");
        for (int segment = 0; segment < NEEDED; segment++) {
            claimed(segment, 10, NONCE + 1);
            claimed(segment, 9, NONCE);
            claimed(segment, 11, NONCE);
        }
        assertFalse(claims.isDone());
    }

    @Test
    void aClaimThatIsRefusedIsMadeAnewAboveTheOther() {
        othersAreUnused();
        usedIsTold();
        for (int segment = 0; segment < 3; segment++) {
            claimed(segment, 10, NONCE);
        }
        sent.clear();
        refused(3, 12, NONCE);
        assertEquals(Map.of(USED, 13L), claims.incarnations());
        assertEquals(SegmentId.COUNT, sent.size(), "also to those that had accepted the former claim");
        claimed(4, 10, NONCE);
        assertFalse(claims.isDone(), "a late yes to the former claim");
        refused(4, 12, NONCE);
        refused(4, 20, NONCE + 1);
        assertEquals(Map.of(USED, 13L), claims.incarnations());
        for (int segment = 0; segment < NEEDED; segment++) {
            claimed(segment, 13, NONCE);
        }
        assertTrue(claims.isDone());
    }

    @Test
    void aHigherClaimThatIsHeardOfAfterAllWasDoneUndoesIt() {
        othersAreUnused();
        usedIsTold();
        for (int segment = 0; segment < NEEDED; segment++) {
            claimed(segment, 10, NONCE);
        }
        assertTrue(claims.isDone());
        refused(5, 10, NONCE);
        assertFalse(claims.isDone());
        assertEquals(Map.of(USED, 11L), claims.incarnations());
    }

    @Test
    void aRefusalBeforeAnythingWasClaimedIsOfAFormerProcess() {
        refused(0, 5, NONCE);
        assertEquals(Map.of(), claims.incarnations());
        assertEquals(List.of(), sent);
    }
}
