package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.Rival;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.Redo;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightsTest {
    private final Desks desks = new Desks();
    private final Flights flights = desks.flights;

    /** Found by a simulated world: an owner that a settler had preempted waited for good when the settler's news was lost. */
    @Test
    void bugWhoAwaitsAFateAsksAgainAndHasItSettledInTheEnd() {
        List<ProposalId> unsettled = new ArrayList<>();
        flights.listen(new Flights.Listener() {
            @Override
            public void unsettled(ProposalId id) {
                unsettled.add(id);
            }
        });
        Proposal proposal = Desks.proposal(Desks.SELF, flights.nextId().seq());
        flights.launch(proposal, List.of());
        Verdict preempted = new Verdict.Preempted(Ballot.settling(2, Desks.PEER, 1));
        flights.onVoted(new WriterMessage.Voted(new SegmentId(0), 0, proposal.id(), Ballot.PROPOSE, preempted));
        assertEquals(6, desks.takeSent(SegmentMessage.Propose.class));

        int asked = 0;
        long end = 100 * desks.roundTrips.inDoubtNanos();
        for (long now = flights.nextWakeNanos(); now < end && unsettled.isEmpty(); now = flights.nextWakeNanos()) {
            desks.at(now);
            flights.onTime(now);
            asked += desks.takeSent(SegmentMessage.Propose.class);
        }

        assertTrue(asked >= 6, "a segment that knows answers with the fate");
        assertEquals(List.of(proposal.id()), unsettled);
    }

    @Test
    void whoIsOutrankedStaysOffItsPagesUntilTheRivalIsDecided() {
        ProposalId rival = new ProposalId(Desks.PEER, 3);
        Proposal proposal = Desks.proposal(Desks.SELF, flights.nextId().seq());
        flights.launch(proposal, List.of());
        Verdict parked = new Verdict.Parked(new Rival(rival, Lsn.ZERO));
        flights.onVoted(new WriterMessage.Voted(new SegmentId(0), 0, proposal.id(), Ballot.PROPOSE, parked));
        assertEquals(6, desks.takeSent(SegmentMessage.Renounce.class), "it has lost");
        assertTrue(desks.claims.blocks(Desks.PAGE, desks.clock.nowNanos()));
        desks.claims.decided(rival);
        assertFalse(desks.claims.blocks(Desks.PAGE, desks.clock.nowNanos()));
    }

    private List<Long> fencings() {
        List<Long> fencings = new ArrayList<>();
        flights.listen(new Flights.Listener() {
            @Override
            public void fenced(long byIncarnation) {
                fencings.add(byIncarnation);
            }
        });
        return fencings;
    }

    private void answer(int segment, long seq, Ballot ballot, Verdict verdict) {
        ProposalId id = new ProposalId(Desks.SELF, seq);
        flights.onVoted(new WriterMessage.Voted(new SegmentId(segment), 0, id, ballot, verdict));
    }

    private static Verdict stale() {
        return new Verdict.Stale(Desks.PAGE, new VersionId(Lsn.of(9, Desks.PEER), 9));
    }

    /**
     * Found by a simulated world: two segments that had missed the claim were the first to answer each proposal, so that each was given
     * up as stale, and the refusals of those that knew the claim were not looked at any more.
     */
    @Test
    void bugARefusalOfWhatWasGivenUpTellsThatTheSlotIsLost() {
        List<Long> fencings = fencings();
        Proposal proposal = Desks.proposal(Desks.SELF, flights.nextId().seq());
        flights.launch(proposal, List.of());
        answer(3, 1, Ballot.PROPOSE, stale());
        answer(0, 1, Ballot.PROPOSE, new Verdict.Fenced(1));
        assertEquals(List.of(), fencings, "refused to a former incarnation, not to this one");

        answer(0, 1, Ballot.PROPOSE, new Verdict.Fenced(2));
        assertEquals(List.of(2L), fencings);
        answer(1, 1, Ballot.RENOUNCE, new Verdict.Fenced(2));
        assertEquals(List.of(2L, 2L), fencings);
    }

    @Test
    void aRefusalOfWhatHasEndedTellsThatTheSlotIsLost() {
        List<Long> fencings = fencings();
        Proposal proposal = Desks.proposal(Desks.SELF, flights.nextId().seq());
        flights.launch(proposal, List.of());
        flights.onFate(proposal.id(), Fate.ABORTED);
        answer(0, 1, Ballot.RENOUNCE, new Verdict.Fenced(3));
        assertEquals(List.of(3L), fencings);
    }

    private void drawAll() {
        while (!flights.isFull()) {
            assertTrue(flights.nextId().seq() <= ReadPoint.MAX_MISSING);
        }
    }

    /**
     * Found by the same world: votes on a successor's proposals came to the former holder of its slot, which took them for news of
     * its own, drew seqs up to there, and used one of its successor's again.
     */
    @Test
    void bugAnswersMeantForASuccessorMakeNoRoomAndTellThatTheSlotIsLost() {
        List<Long> fencings = fencings();
        drawAll();
        for (int segment = 0; segment < 6; segment++) {
            answer(segment, 129, Ballot.PROPOSE, new Verdict.Accepted(List.of()));
        }
        assertTrue(flights.isFull());
        assertEquals(List.of(2L, 2L, 2L, 2L, 2L, 2L), fencings);
    }

    private List<WriterEvent> happened() {
        List<WriterEvent> happened = new ArrayList<>();
        for (WriterEffect effect : desks.effects) {
            if (effect instanceof WriterEffect.Happened news) {
                happened.add(news.event());
            }
        }
        return happened;
    }

    @Test
    void aLostPageIsToldByName() {
        Proposal proposal = Desks.proposal(Desks.SELF, flights.nextId().seq());
        flights.launch(proposal, List.of());
        answer(3, 1, Ballot.PROPOSE, stale());
        assertEquals(List.of(new WriterEvent.PageLost(proposal.id(), Desks.PAGE)), happened());
        assertEquals(1, desks.tallies.pageConflicts);
    }

    @Test
    void whereItIsNotKnownWhichOfSeveralPagesWasLostNoneIsNamed() {
        ProposalId id = flights.nextId();
        Lsn lsn = Lsn.of(id.seq() + 10, id.writer());
        List<PageWrite> writes = List.of(
                new PageWrite(Desks.PAGE, VersionId.NONE, new byte[0]),
                new PageWrite(new PageId(8), VersionId.NONE, new byte[0]));
        flights.launch(
                new Proposal(id, 1, lsn, lsn, writes, List.of(), ReadPoint.ZERO, List.of(), List.of()), List.of());
        flights.onFate(id, Fate.ABORTED);
        assertEquals(List.of(new WriterEvent.PageLost(id, null)), happened());
    }

    @Test
    void whatWasNotVotedOnInTimeHasLostNoPage() {
        Proposal proposal = Desks.proposal(Desks.SELF, flights.nextId().seq());
        flights.launch(proposal, List.of());
        long late = desks.clock.nowNanos() + 2 * desks.roundTrips.voteNanos();
        desks.at(late);
        flights.onTime(late);
        assertEquals(List.of(), happened());
        assertEquals(0, desks.tallies.pageConflicts);
    }

    private static Proposal changesNothing(ProposalId id) {
        Lsn lsn = Lsn.of(id.seq() + 10, id.writer());
        PageWrite write = new PageWrite(Desks.PAGE, VersionId.NONE, Redo.diff(Page.EMPTY, Page.EMPTY));
        return new Proposal(id, 1, lsn, lsn, List.of(write), List.of(), ReadPoint.ZERO, List.of(), List.of());
    }

    @Test
    void votesAreTimedAlsoAfterTheProposalHasEnded() {
        Proposal proposal = changesNothing(flights.nextId());
        desks.at(1_000);
        flights.launch(proposal, List.of());
        for (int segment = 0; segment < 6; segment++) {
            desks.at(1_001 + segment);
            answer(segment, 1, Ballot.PROPOSE, new Verdict.Accepted(List.of()));
        }
        assertEquals(0, flights.undecided());
        answer(0, 1, Ballot.RENOUNCE, new Verdict.Accepted(List.of()));

        assertEquals(new WriterReport.Latency(1, 4, 4, 4), flights.votes().quorum(1_010));
        List<Long> times = new ArrayList<>();
        flights.votes().bySegment(1_010).forEach(latency -> times.add(latency.maxNanos()));
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L), times);
    }

    @Test
    void whatSomebodyElseDecidedIsNoQuorumOfItsOwn() {
        Proposal proposal = changesNothing(flights.nextId());
        flights.launch(proposal, List.of());
        flights.onFate(proposal.id(), Fate.COMMITTED);
        assertEquals(WriterReport.Latency.NONE, flights.votes().quorum(5));
    }

    /** A settler is answered also where its slot is lost: what segments learned that way a successor was not told. */
    @Test
    void bugAnswersToASettlerMakeNoRoom() {
        drawAll();
        long last = ReadPoint.MAX_MISSING;
        for (int segment = 0; segment < 6; segment++) {
            answer(segment, last, Ballot.settling(2, Desks.SELF, 1), new Verdict.Accepted(List.of()));
            answer(segment, last, Ballot.settling(2, Desks.SELF, 1), new Verdict.Decided(Fate.ABORTED));
        }
        assertTrue(flights.isFull());
        for (int segment = 0; segment < 3; segment++) {
            answer(segment, last, Ballot.RENOUNCE, new Verdict.Decided(Fate.ABORTED));
        }
        assertFalse(flights.isFull());
    }

    /** A process that has not opened its slot yet may get answers meant for the one before it. */
    @Test
    void nobodyIsFencedBeforeItHoldsASlot() {
        Flights unopened = new Flights(
                desks.settings,
                desks.outbox,
                desks.applier,
                desks.claims,
                desks.tallies,
                desks.clock,
                desks.roundTrips);
        List<Long> fencings = new ArrayList<>();
        unopened.listen(new Flights.Listener() {
            @Override
            public void fenced(long byIncarnation) {
                fencings.add(byIncarnation);
            }
        });
        ProposalId id = new ProposalId(Desks.SELF, 5);
        unopened.onVoted(new WriterMessage.Voted(new SegmentId(0), 0, id, Ballot.PROPOSE, new Verdict.Fenced(2)));
        assertEquals(List.of(), fencings);
    }
}
