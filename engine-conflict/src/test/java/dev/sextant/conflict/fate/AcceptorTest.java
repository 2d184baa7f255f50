package dev.sextant.conflict.fate;

import static dev.sextant.conflict.version.Sample.P;
import static dev.sextant.conflict.version.Sample.Q;
import static dev.sextant.conflict.version.Sample.proposal;
import static dev.sextant.conflict.version.Sample.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Delegator;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.Sample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AcceptorTest {
    private static final long NOW = 1_000;
    private static final Ballot HIGH = Ballot.settling(5, new WriterId(3), 1);

    private final List<String> revoted = new ArrayList<>();
    private final Acceptor acceptor = new Acceptor(new Listener());

    private final class Listener implements AcceptorListener {
        @Override
        public void registerChanged(ProposalId id, Register register) {}

        @Override
        public void fateLearned(
                ProposalId id, Fate fate, boolean counted, List<BaseReaders> readers, @Nullable Proposal content) {}

        @Override
        public void pageChanged(PageId page, VersionId newest, List<ProposalId> readers) {}

        @Override
        public void slotChanged(WriterId writer, SlotState state) {}

        @Override
        public void revoted(Proposal proposal, Ballot ballot, Verdict verdict) {
            String at = ballot.equals(Ballot.PROPOSE) ? "" : " at " + ballot;
            revoted.add(proposal.id() + at + " " + verdict.getClass().getSimpleName());
        }
    }

    private Verdict propose(Sample sample) {
        return acceptor.propose(sample.build(), NOW);
    }

    private void accepts(Sample sample) {
        assertInstanceOf(Verdict.Accepted.class, propose(sample));
    }

    private void parks(Sample sample) {
        assertInstanceOf(Verdict.Parked.class, propose(sample));
    }

    private void knows(ProposalId id, @Nullable Fate fate) {
        assertEquals(fate, acceptor.fates().of(id));
    }

    // ---- votes
    // -------------------------------------------------------------------------------------------------------

    @Test
    void aParkedProposalIsVotedOnWhenItsRivalIsRenounced() {
        accepts(proposal(0, 1).writes(P));
        parks(proposal(1, 1).writes(P));
        assertEquals(1, acceptor.parked().size());
        acceptor.renounce(ProposalId.of(0, 1), 1, null, NOW);
        assertEquals(List.of("w1#1 Accepted"), revoted);
        assertTrue(acceptor.parked().isEmpty());
        assertTrue(acceptor.register(ProposalId.of(1, 1)).holdsCommit());
    }

    @Test
    void theOldestOfTheParkedGoesFirstAndTheOthersStay() {
        accepts(proposal(0, 1).writes(P));
        parks(proposal(1, 1).age(30).writes(P));
        parks(proposal(2, 1).age(20).writes(P));
        acceptor.renounce(ProposalId.of(0, 1), 1, null, NOW);
        assertEquals(List.of("w2#1 Accepted"), revoted);
        assertEquals(1, acceptor.parked().size());
    }

    @Test
    void anAcceptIsRepeatedAndARenouncedProposalIsNot() {
        accepts(proposal(0, 1).writes(P));
        accepts(proposal(0, 1).writes(P));
        assertInstanceOf(Verdict.Accepted.class, acceptor.renounce(ProposalId.of(0, 1), 1, null, NOW));
        assertEquals(
                new Verdict.Preempted(Ballot.RENOUNCE), propose(proposal(0, 1).writes(P)));
        assertInstanceOf(Verdict.Accepted.class, acceptor.renounce(ProposalId.of(0, 1), 1, null, NOW));
    }

    @Test
    void aReplacementWaitsForTheOwnersRenouncementAndNoOtherAbort() {
        Sample replacement = proposal(0, 2).writes(Q).replaces(ProposalId.of(0, 1));
        accepts(proposal(0, 1).writes(P));
        assertEquals(new Verdict.Parked(null), propose(replacement));
        acceptor.settle(ProposalId.of(0, 1), HIGH, Fate.ABORTED, null, NOW);
        assertEquals(List.of(), revoted, "aborted at a settler's ballot is not renounced");
        acceptor.decided(ProposalId.of(0, 1), Fate.ABORTED, false, List.of(), null, NOW);
        assertEquals(List.of("w0#2 Accepted"), revoted);
    }

    @Test
    void aSeqNamesOneProposal() {
        accepts(proposal(0, 1).writes(P));
        assertThrows(
                IllegalStateException.class,
                () -> propose(proposal(0, 1).lamport(9).writes(P)));
    }

    // ---- transactions handed over
    // ------------------------------------------------------------------------------------

    private static Proposal handedOver(Sample sample) {
        Proposal own = sample.build();
        return new Proposal(
                own.id(),
                own.incarnation(),
                own.lsn(),
                own.age(),
                own.writes(),
                own.reads(),
                own.deps(),
                own.transactions(),
                own.replaces(),
                List.of(new Delegator(new WriterId(2), 1)));
    }

    private void opens(int slot, long incarnation) {
        WriterId writer = new WriterId(slot);
        assertTrue(acceptor.claim(writer, incarnation, 9));
        assertEquals(0, acceptor.open(writer, incarnation, 9, 1, 129));
    }

    @Test
    void whatAnEndedIncarnationHasHandedOverIsAcceptedAtNoBallotButARepairs() {
        opens(2, 2);
        Proposal late = handedOver(proposal(0, 1).writes(P));
        assertEquals(new Verdict.Closed(), acceptor.propose(late, NOW));
        assertEquals(new Verdict.Closed(), acceptor.settle(late.id(), HIGH, Fate.COMMITTED, late, NOW));
        accepts(proposal(0, 2).writes(P));
    }

    @Test
    void theOpeningOfTheSameIncarnationClosesNothing() {
        opens(2, 1);
        assertInstanceOf(
                Verdict.Accepted.class,
                acceptor.propose(handedOver(proposal(0, 1).writes(P)), NOW));
    }

    @Test
    void whatStandsWhenItsDelegatorEndsIsSettledAndTold() {
        Proposal standing = handedOver(proposal(0, 1).writes(P));
        acceptor.propose(standing, NOW);
        opens(2, 2);
        assertEquals(1, acceptor.highestHeard(new WriterId(0)));
        assertInstanceOf(Verdict.Accepted.class, acceptor.propose(standing, NOW));
        assertInstanceOf(Verdict.Accepted.class, acceptor.settle(standing.id(), HIGH, Fate.COMMITTED, standing, NOW));
    }

    // ---- what follows from a proposal's bases
    // ------------------------------------------------------------------------

    @Test
    void whoeverMadeABaseIsCommittedAndItsRivalsAreNot() {
        accepts(proposal(1, 1).writes(P));
        propose(proposal(2, 5).writes(P, version(1, 1)));
        knows(ProposalId.of(1, 1), Fate.COMMITTED);
        assertEquals(version(1, 1), acceptor.pages().newest(P));
    }

    @Test
    void bugABaseOlderThanWhatIsKnownStillProvesItsOwnerCommitted() {
        acceptor.decided(
                ProposalId.of(2, 9),
                Fate.COMMITTED,
                true,
                List.of(),
                proposal(2, 9).writes(P, version(2, 8)).build(),
                NOW);
        knows(ProposalId.of(1, 1), null);
        assertInstanceOf(Verdict.Stale.class, propose(proposal(3, 5).writes(P, version(1, 1))));
        knows(ProposalId.of(1, 1), Fate.COMMITTED);
        assertEquals(version(2, 9), acceptor.pages().newest(P));
    }

    @Test
    void aCommitAbortsItsRivalsAndDecidesTheReadersOfItsBase() {
        accepts(proposal(0, 1).reads(P).writes(new PageId(10)));
        accepts(proposal(1, 1).reads(P).writes(new PageId(11)));
        Proposal winner = proposal(2, 1).writes(P).build();
        List<BaseReaders> readers = List.of(new BaseReaders(P, VersionId.NONE, List.of(ProposalId.of(0, 1))));
        acceptor.decided(winner.id(), Fate.COMMITTED, true, readers, winner, NOW);
        knows(ProposalId.of(0, 1), Fate.COMMITTED);
        knows(ProposalId.of(1, 1), Fate.ABORTED);
    }

    @Test
    void aReaderThatIsNotListedStaysInDoubtWhereTheCommitWasNotCounted() {
        accepts(proposal(0, 1).reads(P).writes(new PageId(10)));
        Proposal winner = proposal(2, 1).writes(P).build();
        acceptor.decided(winner.id(), Fate.COMMITTED, false, List.of(), winner, NOW);
        knows(ProposalId.of(0, 1), null);
    }

    @Test
    void bugNewsOfAKnownCommitThatBringsTheContentIsUsed() {
        accepts(proposal(0, 1).writes(P));
        Proposal winner = proposal(2, 1).writes(P).build();
        acceptor.decided(winner.id(), Fate.COMMITTED, false, List.of(), null, NOW);
        knows(ProposalId.of(0, 1), null);
        acceptor.decided(winner.id(), Fate.COMMITTED, true, List.of(), winner, NOW);
        knows(ProposalId.of(0, 1), Fate.ABORTED);
        assertEquals(winner.version(), acceptor.pages().newest(P));
    }

    /** Found by a simulated world: each time the settler came, another rival was there, and the page stood for minutes. */
    @Test
    void bugACommitToSettleThatARivalBlocksHasItsTurnBeforeYoungerRivals() {
        Proposal doubtful = proposal(0, 1).age(5).writes(P).build();
        accepts(proposal(1, 1).age(10).writes(P));
        parks(proposal(2, 1).age(20).writes(P));
        Ballot ballot = Ballot.settling(2, new WriterId(3), 1);
        assertInstanceOf(Verdict.Parked.class, acceptor.settle(doubtful.id(), ballot, Fate.COMMITTED, doubtful, NOW));
        acceptor.propose(doubtful, NOW);
        acceptor.renounce(ProposalId.of(1, 1), 1, null, NOW);
        assertEquals(List.of("w0#1 at " + ballot + " Accepted"), revoted);
    }

    @Test
    void aParkedCommitToSettleIsPreemptedByAHigherBallot() {
        Proposal doubtful = proposal(0, 1).age(5).writes(P).build();
        accepts(proposal(1, 1).age(10).writes(P));
        Ballot ballot = Ballot.settling(2, new WriterId(3), 1);
        acceptor.settle(doubtful.id(), ballot, Fate.COMMITTED, doubtful, NOW);
        acceptor.prepare(doubtful.id(), Ballot.settling(3, new WriterId(2), 1));
        acceptor.renounce(ProposalId.of(1, 1), 1, null, NOW);
        assertEquals(List.of("w0#1 at " + ballot + " Preempted"), revoted);
    }

    // ---- reservations
    // ------------------------------------------------------------------------------------------------

    @Test
    void aReservationParksYoungerProposalsOfOthersUntilItRunsOut() {
        accepts(proposal(0, 1).age(10).writes(P));
        Reservation reservation = new Reservation(version(0, 10).lsn(), List.of(P), 500);
        parksAfterReservation(reservation);
        acceptor.onTime(NOW + 499);
        assertEquals(List.of(), revoted);
        acceptor.onTime(acceptor.nextWakeNanos());
        assertEquals(List.of("w1#1 Accepted"), revoted);
        assertEquals(Long.MAX_VALUE, acceptor.nextWakeNanos());
    }

    private void parksAfterReservation(Reservation reservation) {
        acceptor.renounce(ProposalId.of(0, 1), 1, reservation, NOW);
        parks(proposal(1, 1).age(20).writes(P));
    }

    @Test
    void bugAReservationNobodyWaitsBehindRunsOutToo() {
        acceptor.renounce(ProposalId.of(0, 1), 1, new Reservation(version(0, 1).lsn(), List.of(P), 500), NOW);
        acceptor.onTime(NOW + 500);
        assertEquals(Long.MAX_VALUE, acceptor.nextWakeNanos());
    }

    // ---- slots
    // -------------------------------------------------------------------------------------------------------

    @Test
    void aClaimFencesOlderIncarnationsAtBothOfTheOwnersBallots() {
        accepts(proposal(0, 1).writes(P));
        assertTrue(acceptor.claim(new WriterId(0), 2, 77));
        assertTrue(acceptor.claim(new WriterId(0), 2, 77), "the same claim again");
        assertFalse(acceptor.claim(new WriterId(0), 2, 78));
        assertFalse(acceptor.claim(new WriterId(0), 1, 77));
        assertEquals(new Verdict.Fenced(2), propose(proposal(0, 2).writes(Q)));
        assertEquals(new Verdict.Fenced(2), acceptor.renounce(ProposalId.of(0, 1), 1, null, NOW));
        assertTrue(acceptor.register(ProposalId.of(0, 1)).holdsCommit());
        assertInstanceOf(Verdict.Accepted.class, acceptor.settle(ProposalId.of(0, 1), HIGH, Fate.ABORTED, null, NOW));
    }

    @Test
    void anOpeningIsRefusedWhileACommitItWouldCloseStands() {
        accepts(proposal(0, 7).writes(P));
        acceptor.claim(new WriterId(0), 2, 77);
        assertEquals(7, acceptor.open(new WriterId(0), 2, 77, 5, 133));
        assertEquals(0, acceptor.open(new WriterId(0), 2, 77, 8, 136));
        assertEquals(-1, acceptor.open(new WriterId(0), 1, 5, 8, 136));
        Proposal late = proposal(0, 9).writes(Q).build();
        assertInstanceOf(Verdict.Closed.class, acceptor.settle(late.id(), HIGH, Fate.COMMITTED, late, NOW));
        accepts(proposal(0, 136).incarnation(2).writes(Q));
    }

    @Test
    void bugAClaimTellsOfAnOpeningWhoseProposalsHaveNotArrived() {
        acceptor.claim(new WriterId(0), 2, 77);
        acceptor.open(new WriterId(0), 2, 77, 1, 129);
        assertEquals(128, acceptor.highestSeq(new WriterId(0)));
        assertEquals(0, acceptor.highestHeard(new WriterId(0)), "nothing that a read would have to wait for");
    }

    /** A successor's seqs may be drawn by the old incarnation too, if it went on: it must not be told their fate. */
    @Test
    void bugAFencedOwnerIsNotToldTheFateOfItsSuccessorsSeqs() {
        acceptor.claim(new WriterId(0), 2, 77);
        acceptor.open(new WriterId(0), 2, 77, 1, 129);
        acceptor.decided(ProposalId.of(0, 129), Fate.COMMITTED, true, List.of(), null, NOW);
        assertEquals(new Verdict.Fenced(2), propose(proposal(0, 129).writes(P)));
        assertEquals(new Verdict.Fenced(2), acceptor.renounce(ProposalId.of(0, 129), 1, null, NOW));
    }

    /** A fate it was told would make room in its window that the successor, which counts on what segments told it, does not reckon with. */
    @Test
    void bugAFencedOwnerIsNotToldTheFateOfItsOwnSeqsEither() {
        acceptor.decided(ProposalId.of(0, 7), Fate.ABORTED, false, List.of(), null, NOW);
        acceptor.claim(new WriterId(0), 2, 77);
        assertEquals(new Verdict.Fenced(2), propose(proposal(0, 7).writes(P)));
        assertEquals(new Verdict.Fenced(2), acceptor.renounce(ProposalId.of(0, 7), 1, null, NOW));
    }

    /** Found by runs of repairs: woken when the rival was aborted, it stood in the way of what the repair committed. */
    @Test
    void bugWhatAFencedSettlerHasWaitingIsDropped() {
        Proposal old = proposal(0, 1).writes(P).build();
        accepts(proposal(1, 1).writes(P));
        assertInstanceOf(Verdict.Parked.class, acceptor.settle(old.id(), HIGH, Fate.COMMITTED, old, NOW));
        acceptor.claim(new WriterId(HIGH.slot()), HIGH.incarnation(), 77);
        assertEquals(HIGH, acceptor.parkedAt(old.id()));
        acceptor.claim(new WriterId(HIGH.slot()), HIGH.incarnation() + 1, 78);
        assertEquals(null, acceptor.parkedAt(old.id()));
    }

    @Test
    void aFencedOwnerDoesNotTakeTheTurnFromItsSettler() {
        Proposal old = proposal(0, 1).writes(P).build();
        accepts(proposal(1, 1).writes(P));
        acceptor.prepare(old.id(), HIGH);
        assertInstanceOf(Verdict.Parked.class, acceptor.settle(old.id(), HIGH, Fate.COMMITTED, old, NOW));
        acceptor.claim(new WriterId(0), 2, 77);
        assertEquals(new Verdict.Fenced(2), propose(proposal(0, 1).writes(P)));
        assertEquals(HIGH, acceptor.parkedAt(old.id()));
    }

    // ---- abstention
    // --------------------------------------------------------------------------------------------------

    @Test
    void aRebuiltSegmentHasNoSayInWhatIsOlderThanItsDisk() {
        Proposal old = proposal(0, 1).writes(P).build();
        acceptor.abstainBelow(new WriterId(0), 5);
        acceptor.holdAsRival(old);
        assertInstanceOf(Verdict.Abstained.class, propose(proposal(0, 1).writes(P)));
        assertInstanceOf(Verdict.Abstained.class, acceptor.renounce(old.id(), 1, null, NOW));
        assertInstanceOf(
                Verdict.Abstained.class, acceptor.prepare(old.id(), HIGH).refusal());
        assertInstanceOf(Verdict.Abstained.class, acceptor.settle(old.id(), HIGH, Fate.COMMITTED, old, NOW));
        parks(proposal(1, 1).writes(P));
        acceptor.decided(old.id(), Fate.ABORTED, false, List.of(), null, NOW);
        assertEquals(List.of("w1#1 Accepted"), revoted);
    }

    @Test
    void inARepairEachSegmentHasASay() {
        Proposal old = proposal(0, 1).writes(P).build();
        acceptor.abstainBelow(new WriterId(0), 5);
        acceptor.holdAsRival(old);
        Ballot repair = Ballot.repair(new WriterId(0), 3);
        Acceptor.Promise promise = acceptor.prepare(old.id(), repair);
        assertEquals(null, promise.refusal());
        assertEquals(Ballot.PROPOSE, promise.register().accepted());
        assertInstanceOf(Verdict.Abstained.class, acceptor.settle(old.id(), HIGH, Fate.ABORTED, null, NOW));
        assertInstanceOf(Verdict.Accepted.class, acceptor.settle(old.id(), repair, Fate.ABORTED, null, NOW));
        accepts(proposal(1, 1).writes(P));
        assertInstanceOf(
                Verdict.Preempted.class,
                acceptor.settle(old.id(), Ballot.repair(new WriterId(0), 2), Fate.COMMITTED, old, NOW));
    }

    @Test
    void aRepairKeepsTheRulesOfAVoteButForOpenings() {
        Proposal first = proposal(0, 1).writes(P).build();
        Ballot repair = Ballot.repair(new WriterId(0), 3);
        acceptor.open(new WriterId(0), 2, 5, 1, 129);
        assertInstanceOf(Verdict.Closed.class, acceptor.settle(first.id(), HIGH, Fate.COMMITTED, first, NOW));
        accepts(proposal(1, 1).writes(P));
        assertInstanceOf(Verdict.Parked.class, acceptor.settle(first.id(), repair, Fate.COMMITTED, first, NOW));
        acceptor.decided(ProposalId.of(1, 1), Fate.ABORTED, false, List.of(), null, NOW);
        assertInstanceOf(Verdict.Accepted.class, acceptor.settle(first.id(), repair, Fate.COMMITTED, first, NOW));
    }

    @Test
    void aSettlersPromiseTellsWhatWasAcceptedAndBindsTheOwner() {
        accepts(proposal(0, 1).writes(P));
        Acceptor.Promise promise = acceptor.prepare(ProposalId.of(0, 1), HIGH);
        assertNull(promise.refusal());
        assertEquals(Ballot.PROPOSE, promise.register().accepted());
        assertEquals(new Verdict.Preempted(HIGH), acceptor.renounce(ProposalId.of(0, 1), 1, null, NOW));
        assertEquals(new Verdict.Preempted(HIGH), propose(proposal(0, 1).writes(P)));
        Ballot lower = Ballot.settling(4, new WriterId(2), 1);
        assertEquals(
                new Verdict.Preempted(HIGH),
                acceptor.prepare(ProposalId.of(0, 1), lower).refusal());
    }
}
