package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.conflict.message.WriterMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointWaitsTest {
    private static final TransactionId TRANSACTION = new TransactionId(3, 4);
    private static final ReadPoint SEEN = ReadPoint.ZERO.with(Desks.PEER, 9, new long[0]);

    private final Desks desks = new Desks();
    private final PointWaits waits =
            new PointWaits(desks.settings.reader(), desks.outbox, desks.applier, desks.clock, desks.outcomes);

    private List<ClientAnswer> outcome() {
        waits.awaitOutcome(5, TRANSACTION, Long.MAX_VALUE);
        for (int index = 0; index < 3; index++) {
            waits.onHighest(new WriterMessage.HighestAre(
                    desks.settings.nonce() + 1, new SegmentId(index), List.of(0L, 9L, 0L, 0L)));
        }
        return desks.answers();
    }

    /** Found by a simulated world: a session was told of its commit with an empty point and missed it on a third writer. */
    @Test
    void bugACommitOfAnotherWriterIsToldWithAPointThatSeesIt() {
        desks.applier.start(SEEN);
        desks.outcomes.remember(TRANSACTION, new ClientAnswer.Committed(ReadPoint.ZERO));
        assertEquals(List.of(new ClientAnswer.Committed(SEEN)), outcome());
    }

    @Test
    void whatNobodyHereHeardOfStaysUnknown() {
        desks.applier.start(SEEN);
        assertEquals(List.of(new ClientAnswer.Indeterminate()), outcome());
    }
}
