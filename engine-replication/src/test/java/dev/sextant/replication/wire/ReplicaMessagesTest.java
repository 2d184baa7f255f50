package dev.sextant.replication.wire;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.api.PageId;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.Timeouts;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ReaderSettings;
import dev.sextant.replication.writer.ReplicaCore;
import dev.sextant.replication.writer.ReplicaSettings;
import dev.sextant.replication.writer.Residency;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterInput;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A read replica handles every message that it takes, whatever is in it, and no other is ever let through to it. */
class ReplicaMessagesTest {
    private static final NodeAddress SEGMENT = NodeAddress.of(new SegmentId(5));

    private static ReplicaCore replica() {
        BufferPool pool = new BufferPool(new Residency() {
            @Override
            public void touched(PageId page) {}

            @Override
            public void sized(PageId page, int sizeBytes) {}
        });
        ReaderSettings reader =
                new ReaderSettings(1, 4, 0, Quorums.SIX, Timeouts.DEFAULT, Limits.DEFAULT, SegmentLayout.FULL_AND_TAIL);
        return new ReplicaCore(new ReplicaSettings(new ReplicaId(0), reader), pool, new SnapshotRegistry(pool));
    }

    static Stream<Class<?>> kinds() {
        List<Class<?>> all = RandomRecords.permitted(WriterMessage.class);
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void whatItTakesItHandles(Class<?> kind) {
        for (long seed = 0; seed < 50; seed++) {
            ReplicaCore replica = replica();
            WriterMessage message = (WriterMessage) RandomRecords.small(seed).draw(kind);
            WriterInput input = new WriterInput.Received(SEGMENT, message);
            if (ReplicaCore.takes(message)) {
                assertDoesNotThrow(() -> replica.on(input, 0, effect -> {}), message::toString);
            } else {
                assertThrows(AssertionError.class, () -> replica.on(input, 0, effect -> {}), message::toString);
            }
        }
    }
}
