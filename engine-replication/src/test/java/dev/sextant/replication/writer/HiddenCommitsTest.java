package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.conflict.check.CheckedTransaction;
import dev.sextant.conflict.check.ReadSet;
import dev.sextant.conflict.check.WriteSet;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HiddenCommitsTest {
    private static final long DEADLINE = 1_000;
    private static final ProposalId OWN = new ProposalId(Desks.PEER, ReadPoint.MAX_MISSING + 2L);

    private final Desks desks = new Desks();
    private final List<ClientAnswer> told = new ArrayList<>();
    private final HiddenCommits hidden =
            new HiddenCommits(desks.outbox, desks.applier, desks.tallies, (transaction, answer) -> told.add(answer));

    /** More seqs are missing before it than a point can name. */
    private void commit() {
        desks.applier.committed(Desks.proposal(Desks.PEER, OWN.seq()));
        TransactionId id = new TransactionId(0, 1);
        CheckedTransaction nothing = new CheckedTransaction(new WriteSet(), new ReadSet());
        hidden.add(new PendingCommit(1, new CommitRequest(id, nothing, ReadPoint.ZERO, Lsn.ZERO, DEADLINE), 0), OWN);
    }

    /** Found by a simulated world: the client's next transaction did not see what it had written. */
    @Test
    void bugWhoIsToldOfACommitCanSeeIt() {
        commit();
        assertFalse(desks.applier.point().sees(OWN));
        assertFalse(hidden.finishShown());
        assertFalse(hidden.isEmpty());
        desks.applier.aborted(new ProposalId(Desks.PEER, 1));
        assertTrue(hidden.finishShown());
        assertTrue(hidden.isEmpty());
        ClientAnswer.Committed committed = (ClientAnswer.Committed) told.get(0);
        assertTrue(committed.readPoint().sees(OWN));
        assertEquals(Long.MAX_VALUE, hidden.nextWakeNanos());
    }

    @Test
    void whoseTimeIsOverIsToldThatItCannotBeToldYet() {
        commit();
        assertEquals(DEADLINE, hidden.nextWakeNanos());
        hidden.onTime(DEADLINE - 1);
        assertTrue(desks.effects.isEmpty());
        hidden.onTime(DEADLINE);
        hidden.onTime(DEADLINE + 1);
        assertEquals(List.of(new WriterEffect.Answer(1, new ClientAnswer.Indeterminate())), desks.effects);
        assertEquals(1, desks.tallies.indeterminate);
        assertEquals(Long.MAX_VALUE, hidden.nextWakeNanos());
        desks.applier.aborted(new ProposalId(Desks.PEER, 1));
        assertTrue(hidden.finishShown(), "whoever asks later is told");
    }
}
