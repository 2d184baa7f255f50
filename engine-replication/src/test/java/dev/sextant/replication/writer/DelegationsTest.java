package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.check.CheckedTransaction;
import dev.sextant.conflict.check.ReadSet;
import dev.sextant.conflict.check.WriteSet;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelegationsTest {
    private static final TransactionId TRANSACTION = new TransactionId(3, 4);
    private static final long INCARNATION = 5;
    private static final long DEADLINE = 5_000_000_000L;
    private static final long LATER = 300_000_000;
    private static final long MUCH_LATER = 2_000_000_000;

    private final Desks desks = new Desks();
    private final SlotOpenings openings = new SlotOpenings();
    private final SlotClosers closers = new SlotClosers(desks.settings, desks.outbox, opened -> {});
    private final Delegations delegations = new Delegations(
            desks.settings,
            desks.outbox,
            desks.applier,
            openings,
            closers,
            new Contests(desks.settings, desks.clock, desks.roundTrips),
            desks.tallies,
            desks.clock,
            desks.roundTrips);
    private final List<ProposalId> committed = new ArrayList<>();
    private final List<PendingCommit> back = new ArrayList<>();
    private final PendingCommit pending = new PendingCommit(
            9,
            new CommitRequest(
                    TRANSACTION,
                    new CheckedTransaction(new WriteSet(), new ReadSet()),
                    ReadPoint.ZERO,
                    Lsn.ZERO,
                    DEADLINE),
            0);

    DelegationsTest() {
        delegations.listen(new Delegations.Listener() {
            @Override
            public void committed(PendingCommit transaction, ProposalId proposal) {
                committed.add(proposal);
            }

            @Override
            public void cameBack(PendingCommit transaction) {
                back.add(transaction);
            }
        });
        delegations.open(1);
        openings.heard(Desks.PEER, INCARNATION, List.of(0L, 0L, 0L, 0L));
        desks.applier.start(ReadPoint.ZERO);
        delegations.handOver(pending, Desks.PEER);
    }

    private static Proposal with(TransactionId transaction) {
        return new Proposal(
                new ProposalId(Desks.PEER, 1),
                INCARNATION,
                Lsn.of(11, Desks.PEER),
                Lsn.of(11, Desks.PEER),
                List.of(new PageWrite(Desks.PAGE, VersionId.NONE, new byte[0])),
                List.of(),
                ReadPoint.ZERO,
                List.of(transaction),
                List.of());
    }

    private void told(long incarnation, boolean underWay) {
        delegations.onDelegated(new WriterMessage.Delegated(Desks.PEER, incarnation, TRANSACTION, underWay));
    }

    private void at(long nanos) {
        desks.at(nanos);
        delegations.onTime(nanos);
        closers.onTime(nanos);
    }

    @Test
    void isSentOnceAndToOneIncarnation() {
        assertEquals(1, desks.takeSent(WriterMessage.Delegate.class));
        assertFalse(pending.mayTravel());
        assertEquals(1, desks.tallies.handedOver);
    }

    @Test
    void theRedoTellsThatItHasCommitted() {
        delegations.applied(with(new TransactionId(8, 8)));
        assertFalse(delegations.isEmpty());
        delegations.applied(with(TRANSACTION));
        assertTrue(delegations.isEmpty());
        assertTrue(pending.isCommitted());
        assertEquals(List.of(new ProposalId(Desks.PEER, 1)), committed);
        told(INCARNATION, false);
        assertEquals(List.of(), back);
    }

    @Test
    void comesBackOnTheWordOfThatIncarnationOnly() {
        told(INCARNATION, true);
        told(INCARNATION + 1, false);
        assertEquals(List.of(), back);
        told(INCARNATION, false);
        assertEquals(List.of(pending), back);
        assertEquals(1, desks.tallies.cameBack);
    }

    @Test
    void isRecalledAndNotTriedHereWhileNobodyAnswers() {
        assertEquals(1, desks.takeSent(WriterMessage.Delegate.class));
        at(LATER);
        assertEquals(1, desks.takeSent(WriterMessage.Recall.class));
        at(LATER + 1);
        assertEquals(0, desks.takeSent(WriterMessage.Recall.class));
        assertEquals(List.of(), back);
    }

    @Test
    void theSlotOfAWriterThatStaysSilentIsOpenedAnew() {
        at(MUCH_LATER);
        assertEquals(6, desks.takeSent(SegmentMessage.AskIncarnation.class));
    }

    @Test
    void aWriterThatSaysItIsAtItKeepsItsSlot() {
        desks.at(MUCH_LATER - 1);
        told(INCARNATION, true);
        at(MUCH_LATER);
        assertEquals(0, desks.takeSent(SegmentMessage.AskIncarnation.class));
    }

    @Test
    void comesBackOnceTheSlotIsOpenAnewAndItsPastDecided() {
        openings.heard(Desks.PEER, INCARNATION + 1, List.of(0L, 2L, 0L, 0L));
        delegations.check();
        desks.applier.aborted(new ProposalId(Desks.PEER, 1));
        delegations.check();
        assertEquals(List.of(), back);
        desks.applier.aborted(new ProposalId(Desks.PEER, 2));
        delegations.check();
        assertEquals(List.of(pending), back);
    }

    @Test
    void theClientIsToldWhenItsTimeIsOverAndItMayYetCommit() {
        at(DEADLINE);
        assertEquals(List.of(new ClientAnswer.Indeterminate()), desks.answers());
        assertFalse(delegations.isEmpty());
    }
}
