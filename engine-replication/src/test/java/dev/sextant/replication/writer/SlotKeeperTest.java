package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.message.WriterMessage;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlotKeeperTest {
    private final Desks desks = new Desks();
    private final long nonce = desks.settings.nonce();
    private final SlotKeeper slot = new SlotKeeper(desks.settings, desks.outbox);

    @BeforeEach
    void opens() {
        for (int index = 0; index < 3; index++) {
            slot.onIncarnation(new WriterMessage.IncarnationIs(new SegmentId(index), nonce, Desks.SELF, 3, 0), 0);
        }
        for (int index = 0; index < 4; index++) {
            slot.onClaimed(
                    new WriterMessage.Claimed(new SegmentId(index), Desks.SELF, 4, nonce, 7, Lsn.ZERO, List.of()), 0);
        }
        for (int index = 0; index < 4; index++) {
            slot.onOpened(new WriterMessage.Opened(
                    new SegmentId(index), Desks.SELF, 4, slot.closeFrom(), List.of(0L, 0L, 0L, 0L)));
        }
        assertEquals(WriterState.OPEN, slot.state());
    }

    private boolean refused(long incarnation) {
        return slot.onClaimRefused(new WriterMessage.ClaimRefused(new SegmentId(5), Desks.SELF, nonce, incarnation), 0);
    }

    /** Found by a simulated world: the writer took no more work, told nobody, and kept its slot from everybody else. */
    @Test
    void bugARefusalOfItsOwnClaimThatComesLateDoesNotFenceTheHolder() {
        assertFalse(refused(4));
        assertEquals(WriterState.OPEN, slot.state());
    }

    @Test
    void aHigherClaimIsTold() {
        assertTrue(refused(5));
    }
}
