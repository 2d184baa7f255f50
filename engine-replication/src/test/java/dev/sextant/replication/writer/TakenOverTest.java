package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.conflict.check.CheckedTransaction;
import dev.sextant.conflict.check.ReadSet;
import dev.sextant.conflict.check.WriteSet;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Delegator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TakenOverTest {
    private static final TransactionId TRANSACTION = new TransactionId(3, 4);
    private static final Delegator FROM = new Delegator(Desks.PEER, 7);

    private final Desks desks = new Desks();
    private final SlotOpenings openings = new SlotOpenings();
    private final TakenOver takenOver = new TakenOver(
            Desks.SELF, desks.outbox, desks.outcomes, openings, desks.flights, desks.tallies, desks.clock);

    private PendingCommit handOver(long incarnation, long afterSeq) {
        return takenOver.onDelegate(
                new WriterMessage.Delegate(
                        FROM,
                        Desks.SELF,
                        incarnation,
                        afterSeq,
                        1_000,
                        TRANSACTION,
                        new CheckedTransaction(new WriteSet(), new ReadSet()),
                        ReadPoint.ZERO,
                        Lsn.ZERO),
                true);
    }

    private PendingCommit handOver() {
        return handOver(1, 0);
    }

    private void recall() {
        takenOver.onRecall(new WriterMessage.Recall(FROM, 1, 0, TRANSACTION));
    }

    /** What was said since it was asked last: whether it is under way. */
    private List<Boolean> said() {
        List<Boolean> said = new ArrayList<>();
        for (WriterEffect effect : desks.effects) {
            if (effect instanceof WriterEffect.Send send
                    && send.message() instanceof WriterMessage.Delegated delegated) {
                said.add(delegated.underWay());
            }
        }
        desks.effects.clear();
        return said;
    }

    @Test
    void isTakenOnce() {
        assertNotNull(handOver());
        assertNull(handOver());
        assertEquals(List.of(), said());
    }

    @Test
    void anotherIncarnationDoesAndSaysNothing() {
        assertNull(handOver(2, 0));
        takenOver.onRecall(new WriterMessage.Recall(FROM, 2, 0, TRANSACTION));
        assertEquals(List.of(), said());
    }

    @Test
    void whatDidNotCommitIsToldAsOftenAsItComes() {
        takenOver.ended(handOver(), new ClientAnswer.Abandoned(Lsn.ZERO));
        assertEquals(List.of(false), said());
        assertNull(handOver());
        recall();
        assertEquals(List.of(false, false), said());
        assertNull(desks.outcomes.of(TRANSACTION), "its own writer may yet commit it");
    }

    @Test
    void whatHasCommittedItsRedoTells() {
        PendingCommit pending = handOver();
        pending.knownCommitted(1);
        takenOver.ended(pending, new ClientAnswer.Committed(ReadPoint.ZERO));
        assertNull(handOver());
        recall();
        assertEquals(List.of(), said());
        assertTrue(desks.outcomes.of(TRANSACTION) instanceof ClientAnswer.Committed);
        assertEquals(1, desks.tallies.takenOver);
    }

    @Test
    void whatChangesNothingIsGivenBack() {
        takenOver.ended(handOver(), new ClientAnswer.Committed(ReadPoint.ZERO));
        assertEquals(List.of(false), said());
    }

    @Test
    void whatIsRecalledUnderWayIsTriedNoMore() {
        PendingCommit pending = handOver();
        recall();
        assertEquals(List.of(true), said());
        assertNotNull(pending.verdict());
    }

    @Test
    void whatIsRecalledBeforeItComesIsBarred() {
        recall();
        assertEquals(List.of(false), said());
        assertNull(handOver());
        assertEquals(List.of(false), said());
    }

    @Test
    void whatMayHaveBeenHereAndIsForgottenIsLeftToASuccessor() {
        for (int i = 0; i <= Outcomes.MAX_REMEMBERED; i++) {
            desks.outcomes.remember(new TransactionId(9, i), Desks.SELF, i, new ClientAnswer.Committed(ReadPoint.ZERO));
        }
        desks.outcomes.remember(new TransactionId(8, 8), Desks.SELF, 9, new ClientAnswer.Committed(ReadPoint.ZERO));
        assertNull(handOver(1, 0));
        assertEquals(List.of(), said());
        assertNotNull(handOver(1, 1));
    }

    @Test
    void nothingIsTakenOfAnIncarnationThatHasEnded() {
        openings.heard(Desks.PEER, 8, List.of(0L, 0L, 0L, 0L));
        assertNull(handOver());
        assertEquals(List.of(false), said());
    }
}
