package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** For whom a process may speak. */
class SendersTest {
    private static final WriterId ONE = new WriterId(1);
    private static final NodeAddress ITSELF = NodeAddress.of(ONE);
    private static final NodeAddress OTHER = NodeAddress.of(new WriterId(2));
    private static final NodeAddress SEGMENT = NodeAddress.of(new SegmentId(3));

    /** Found by a test of forwarded commits: the process that was asked was cut off for claiming the slot of the dead writer. */
    @Test
    void bugAnyWriterMayOpenTheSlotOfADeadOneAnew() {
        List<Message> opening = List.of(
                new SegmentMessage.AskIncarnation(ONE, 7),
                new SegmentMessage.Claim(ONE, 2, 7),
                new SegmentMessage.Open(ONE, 2, 7, 5, 133),
                new SegmentMessage.SlotOpened(ONE, 5, 133),
                new WriterMessage.PeerOpened(ONE, 2, 5, 133, List.of(0L, 0L, 0L, 0L)));
        for (Message message : opening) {
            assertTrue(Senders.mayBeBy(ITSELF, message), message::toString);
            assertTrue(Senders.mayBeBy(OTHER, message), message::toString);
            assertFalse(Senders.mayBeBy(SEGMENT, message), message::toString);
        }
    }

    @Test
    void nobodySpeaksForAnotherWriter() {
        Message heartbeat = new SegmentMessage.Heartbeat(ONE, 2, List.of());
        Message beat =
                new WriterMessage.PeerHeartbeat(ONE, 2, 9, ReadPoint.ZERO, ReadPoint.ZERO, List.of(0L, 0L, 0L, 0L));
        for (Message message : List.of(heartbeat, beat)) {
            assertTrue(Senders.mayBeBy(ITSELF, message), message::toString);
            assertFalse(Senders.mayBeBy(OTHER, message), message::toString);
            assertFalse(Senders.mayBeBy(SEGMENT, message), message::toString);
        }
    }
}
