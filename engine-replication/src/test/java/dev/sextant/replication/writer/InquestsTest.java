package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.CommitToken;
import dev.sextant.api.Lsn;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.TransactionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Delegator;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Questions after commits whose writer died. */
class InquestsTest {
    private static final TransactionId TRANSACTION = new TransactionId(3, 4);
    private static final long INCARNATION = 6;
    private static final long AFTER = 9;
    private static final CommitToken TOKEN =
            new CommitToken(TRANSACTION, Desks.PEER, INCARNATION, List.of(0L, AFTER, 0L, 0L));
    private static final long LATER = TimeUnit.SECONDS.toNanos(1);
    private static final ReadPoint START = ReadPoint.ZERO.with(Desks.PEER, AFTER, new long[0]);

    private final Desks desks = new Desks();
    private final SlotOpenings openings = new SlotOpenings();
    private final SlotClosers closers = new SlotClosers(
            desks.settings,
            desks.outbox,
            opened -> openings.heard(opened.writer(), opened.incarnation(), opened.bounds()));
    private final Inquests inquests = new Inquests(
            desks.settings,
            desks.outbox,
            desks.segments,
            desks.applier,
            openings,
            closers,
            desks.outcomes,
            desks.clock,
            desks.roundTrips);

    private void startAt(ReadPoint point) {
        desks.applier.start(point);
        desks.outcomes.start(point);
    }

    private List<ClientAnswer> answers() {
        inquests.check(1);
        return desks.answers();
    }

    private void ask() {
        inquests.begin(5, TOKEN, Long.MAX_VALUE);
    }

    private void abort(long seq) {
        desks.applier.aborted(new ProposalId(Desks.PEER, seq));
    }

    /** Found by a simulated world: a session was told of its commit with an empty point and missed it on a third writer. */
    @Test
    void bugACommitOfAnotherWriterIsToldWithAPointThatSeesIt() {
        startAt(START);
        desks.outcomes.remember(TRANSACTION, Desks.PEER, AFTER + 1, new ClientAnswer.Committed(ReadPoint.ZERO));
        ask();
        assertEquals(List.of(new ClientAnswer.Committed(START)), answers());
    }

    /** Found by processes that a partition kept apart: the question went on to writers that could not tell, again and again. */
    @Test
    void bugWhatFailedForWantOfSegmentsIsToldToWhoAsksLater() {
        startAt(START);
        desks.outcomes.begun(TRANSACTION);
        ask();
        assertEquals(List.of(), answers());
        desks.outcomes.remember(
                TRANSACTION, Desks.PEER, AFTER + 1, new ClientAnswer.Failed(ClientAnswer.Failed.Reason.QUORUM_LOST));
        assertEquals(List.of(new ClientAnswer.Abandoned(Lsn.ZERO)), answers());
    }

    private static List<Long> upTo(long seq) {
        return List.of(0L, seq, 0L, 0L);
    }

    @Test
    void nothingIsSaidWhileTheOldIncarnationMayGoOn() {
        startAt(START);
        ask();
        assertEquals(List.of(), answers());
        openings.heard(Desks.PEER, INCARNATION, upTo(500));
        abort(AFTER + 1);
        assertEquals(List.of(), answers());
    }

    @Test
    void onceTheSlotIsOpenAnewAndItsPastDecidedWhatIsNotThereDidNotCommit() {
        startAt(START);
        ask();
        openings.heard(Desks.PEER, INCARNATION + 1, upTo(AFTER + 2));
        abort(AFTER + 1);
        assertEquals(List.of(), answers());
        abort(AFTER + 2);
        assertEquals(List.of(new ClientAnswer.Abandoned(Lsn.ZERO)), answers());
    }

    @Test
    void whatItsWriterMayHaveHandedOverIsWaitedForInEverySlot() {
        startAt(START);
        ask();
        openings.heard(Desks.PEER, INCARNATION + 1, List.of(0L, AFTER + 1, 2L, 0L));
        abort(AFTER + 1);
        desks.applier.aborted(new ProposalId(new WriterId(2), 1));
        assertEquals(List.of(), answers());
        desks.applier.aborted(new ProposalId(new WriterId(2), 2));
        assertEquals(List.of(new ClientAnswer.Abandoned(Lsn.ZERO)), answers());
    }

    @Test
    void whatCommittedForItsWriterBeforeThisOneStartedIsLookedUpInEverySlot() {
        WriterId third = new WriterId(2);
        startAt(ReadPoint.ZERO.with(Desks.PEER, AFTER, new long[0]).with(third, 1, new long[0]));
        openings.heard(Desks.PEER, INCARNATION + 1, List.of(0L, AFTER, 1L, 0L));
        ask();
        assertEquals(List.of(), answers());
        Proposal theirs = Desks.proposal(third, 1);
        tell(new DecidedProposal(
                theirs.id(),
                Fate.COMMITTED,
                true,
                List.of(),
                new Proposal(
                        theirs.id(),
                        theirs.incarnation(),
                        theirs.lsn(),
                        theirs.age(),
                        theirs.writes(),
                        theirs.reads(),
                        theirs.deps(),
                        List.of(TRANSACTION),
                        List.of(),
                        List.of(new Delegator(Desks.PEER, INCARNATION)))));
        assertTrue(answers().get(0) instanceof ClientAnswer.Committed);
    }

    @Test
    void whatWasToldNotToHaveCommittedCannotAppearLater() {
        onceTheSlotIsOpenAnewAndItsPastDecidedWhatIsNotThereDidNotCommit();
        assertThrows(
                IllegalStateException.class,
                () -> desks.outcomes.remember(
                        TRANSACTION, Desks.PEER, AFTER + 1, new ClientAnswer.Committed(ReadPoint.ZERO)));
    }

    @Test
    void aSlotThatNobodyOpensIsOpenedHereAndNotBefore() {
        startAt(START);
        ask();
        inquests.onTime(0);
        closers.onTime(0);
        assertEquals(0, desks.takeSent(SegmentMessage.AskIncarnation.class));
        desks.at(LATER);
        inquests.onTime(LATER);
        closers.onTime(LATER);
        assertEquals(6, desks.takeSent(SegmentMessage.AskIncarnation.class));
        long nonce = desks.settings.nonce() + 1 + Desks.PEER.slot();
        for (int index = 0; index < 3; index++) {
            closers.onIncarnation(
                    new WriterMessage.IncarnationIs(new SegmentId(index), nonce, Desks.PEER, INCARNATION, 0), LATER);
        }
        for (int index = 0; index < 4; index++) {
            closers.onClaimed(
                    new WriterMessage.Claimed(
                            new SegmentId(index), Desks.PEER, INCARNATION + 1, nonce, AFTER + 1, Lsn.ZERO, List.of()),
                    LATER);
        }
        assertEquals(List.of(), answers());
        for (int index = 0; index < 4; index++) {
            closers.onOpened(new WriterMessage.Opened(
                    new SegmentId(index), Desks.PEER, INCARNATION + 1, AFTER + 2, List.of(0L, 0L, 0L, 0L)));
        }
        assertEquals(1, desks.takeSent(WriterMessage.PeerOpened.class));
        assertNotNull(closers.closingOf(new ProposalId(Desks.PEER, AFTER + 2)));
        assertNull(closers.closingOf(new ProposalId(Desks.PEER, AFTER + 1)));
        for (long seq = AFTER + 1; seq < AFTER + 2 + SlotKeeper.SEQ_GAP; seq++) {
            assertEquals(List.of(), answers());
            abort(seq);
        }
        assertEquals(List.of(new ClientAnswer.Abandoned(Lsn.ZERO)), answers());
    }

    @Test
    void whatCommittedBeforeThisWriterStartedIsLookedUp() {
        startAt(ReadPoint.ZERO.with(Desks.PEER, AFTER + 2, new long[0]));
        openings.heard(Desks.PEER, INCARNATION + 1, upTo(AFTER + 2));
        ask();
        assertEquals(List.of(), answers());
        assertEquals(1, desks.takeSent(SegmentMessage.Pull.class));
        tell(DecidedProposal.aborted(new ProposalId(Desks.PEER, AFTER + 1)));
        assertEquals(List.of(), answers());
        tell(committed(AFTER + 2, List.of(TRANSACTION)));
        assertTrue(answers().get(0) instanceof ClientAnswer.Committed);
    }

    @Test
    void whatIsNotInAnyOfThoseLookedUpDidNotCommit() {
        startAt(ReadPoint.ZERO.with(Desks.PEER, AFTER + 1, new long[0]));
        openings.heard(Desks.PEER, INCARNATION + 1, upTo(AFTER + 1));
        ask();
        assertEquals(List.of(), answers());
        tell(committed(AFTER + 1, List.of(new TransactionId(8, 8))));
        assertEquals(List.of(new ClientAnswer.Abandoned(Lsn.ZERO)), answers());
    }

    @Test
    void whatWasCollectedIsNotKnownAnyMore() {
        startAt(ReadPoint.ZERO.with(Desks.PEER, AFTER + 1, new long[0]));
        openings.heard(Desks.PEER, INCARNATION + 1, upTo(AFTER + 1));
        ask();
        assertEquals(List.of(), answers());
        tell(new DecidedProposal(new ProposalId(Desks.PEER, AFTER + 1), Fate.COMMITTED, true, List.of(), null));
        assertEquals(List.of(new ClientAnswer.Indeterminate()), answers());
    }

    @Test
    void whatNoSegmentHasAnyMoreIsNotKnownAnyMore() {
        startAt(ReadPoint.ZERO.with(Desks.PEER, AFTER + 2, new long[0]));
        openings.heard(Desks.PEER, INCARNATION + 1, upTo(AFTER + 2));
        ask();
        for (int index = 0; index < 3; index++) {
            assertEquals(List.of(), answers());
            long request = lastPull();
            inquests.onTold(
                    new WriterMessage.Told(request, NodeAddress.of(new SegmentId(index)), List.of(), List.of()));
            desks.at((index + 1) * LATER);
            inquests.onTime((index + 1) * LATER);
        }
        assertEquals(List.of(new ClientAnswer.Indeterminate()), answers());
    }

    private long lastPull() {
        long request = 0;
        for (WriterEffect effect : desks.effects) {
            if (effect instanceof WriterEffect.Send send && send.message() instanceof SegmentMessage.Pull pull) {
                request = pull.requestId();
            }
        }
        return request;
    }

    @Test
    void whoAsksMuchTooLateIsToldSo() {
        long now = AFTER + Inquests.MAX_LOOKED_UP + 1;
        startAt(ReadPoint.ZERO.with(Desks.PEER, now, new long[0]));
        openings.heard(Desks.PEER, INCARNATION + 1, upTo(now));
        ask();
        assertEquals(List.of(new ClientAnswer.Indeterminate()), answers());
    }

    @Test
    void theDeadlineEndsAQuestion() {
        startAt(START);
        inquests.begin(5, TOKEN, LATER);
        desks.at(LATER);
        inquests.onTime(LATER);
        assertEquals(List.of(new ClientAnswer.Indeterminate()), desks.answers());
        assertTrue(inquests.isEmpty());
    }

    @Test
    void theIncarnationThatTookItAnswersWhenItHasEnded() {
        startAt(START);
        desks.outcomes.begun(TRANSACTION);
        inquests.begin(5, new CommitToken(TRANSACTION, Desks.SELF, 1, List.of(0L, 0L, 0L, 0L)), Long.MAX_VALUE);
        assertEquals(List.of(), answers());
        desks.outcomes.remember(TRANSACTION, Desks.SELF, 3, new ClientAnswer.Rewound(Lsn.ZERO));
        assertEquals(List.of(new ClientAnswer.Rewound(Lsn.ZERO)), answers());
    }

    @Test
    void whatTheIncarnationNeverHeardOfIsBarred() {
        startAt(START);
        inquests.begin(5, new CommitToken(TRANSACTION, Desks.SELF, 1, List.of(0L, 0L, 0L, 0L)), Long.MAX_VALUE);
        assertEquals(List.of(new ClientAnswer.Abandoned(Lsn.ZERO)), answers());
        assertEquals(new ClientAnswer.Abandoned(Lsn.ZERO), desks.outcomes.of(TRANSACTION));
    }

    @Test
    void whatTheIncarnationHasForgottenStaysUnknown() {
        startAt(START);
        for (long seq = 1; seq <= Outcomes.MAX_REMEMBERED + 1; seq++) {
            desks.outcomes.remember(
                    new TransactionId(7, seq), Desks.SELF, seq, new ClientAnswer.Committed(ReadPoint.ZERO));
        }
        inquests.begin(5, new CommitToken(TRANSACTION, Desks.SELF, 1, List.of(0L, 0L, 0L, 0L)), Long.MAX_VALUE);
        assertEquals(List.of(new ClientAnswer.Indeterminate()), answers());
    }

    private void tell(DecidedProposal decided) {
        inquests.onTold(new WriterMessage.Told(1, NodeAddress.of(new SegmentId(0)), List.of(decided), List.of()));
    }

    private static DecidedProposal committed(long seq, List<TransactionId> transactions) {
        Proposal blank = Desks.proposal(Desks.PEER, seq);
        Proposal content = new Proposal(
                blank.id(),
                blank.incarnation(),
                blank.lsn(),
                blank.age(),
                blank.writes(),
                blank.reads(),
                blank.deps(),
                transactions,
                blank.replaces());
        return new DecidedProposal(content.id(), Fate.COMMITTED, true, List.of(), content);
    }
}
