package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.Rival;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SettlingDeskTest {
    private static final Proposal DOUBTFUL = Desks.proposal(Desks.PEER, 1);
    private static final Ballot BALLOT = Ballot.settling(2, Desks.SELF, 1);
    private static final Rival RIVAL = new Rival(ProposalId.of(2, 5), DOUBTFUL.age());

    private final Desks desks = new Desks();
    private final SettlingDesk desk = new SettlingDesk(
            desks.settings, desks.outbox, desks.segments, desks.flights, desks.tallies, desks.clock, desks.roundTrips);
    private final List<DecidedProposal> news = new ArrayList<>();
    private final List<ProposalId> inTheWay = new ArrayList<>();

    @BeforeEach
    void settlesCommit() {
        desk.onNews(news::add);
        desk.onRival(inTheWay::add);
        desk.settle(DOUBTFUL.id());
        assertEquals(6, desks.takeSent(SegmentMessage.Prepare.class));
        for (int index = 0; index < 6; index++) {
            Register register = new Register(BALLOT, Ballot.PROPOSE, Fate.COMMITTED, DOUBTFUL);
            desk.onPromised(new WriterMessage.Promised(new SegmentId(index), 0, DOUBTFUL.id(), BALLOT, register));
        }
        assertEquals(6, desks.takeSent(SegmentMessage.Settle.class));
    }

    private void voted(int index, Verdict verdict) {
        desk.onVoted(new WriterMessage.Voted(new SegmentId(index), 0, DOUBTFUL.id(), BALLOT, verdict));
    }

    private void acceptedBy(int... indexes) {
        for (int index : indexes) {
            voted(index, new Verdict.Accepted(List.of()));
        }
    }

    /** Found by a simulated world: it took 65 seconds to settle what five segments had accepted in the first round. */
    @Test
    void bugFourAcceptsDecideAlthoughOneSegmentIsBlocked() {
        acceptedBy(0, 1);
        voted(2, new Verdict.Parked(RIVAL));
        acceptedBy(3);
        assertEquals(List.of(), news);
        acceptedBy(4);
        assertEquals(Fate.COMMITTED, news.get(0).fate());
    }

    @Test
    void whatBlocksItIsNamedAndLeftToOthersAndAcceptsThatComeLaterDecide() {
        acceptedBy(0, 1);
        voted(2, new Verdict.Parked(RIVAL));
        voted(3, new Verdict.Parked(RIVAL));
        assertEquals(RIVAL.id(), inTheWay.get(0));
        assertEquals(0, desks.takeSent(SegmentMessage.Prepare.class), "the rival's owner may live");
        acceptedBy(2, 3);
        assertEquals(Fate.COMMITTED, news.get(0).fate());
    }

    @Test
    void whatASegmentHadParkedStillCountsWhenTheTryIsOver() {
        acceptedBy(0, 1, 2);
        voted(3, new Verdict.Parked(RIVAL));
        long deadline = desk.nextWakeNanos();
        desks.at(deadline);
        desk.onTime(deadline);
        acceptedBy(3);
        assertEquals(Fate.COMMITTED, news.get(0).fate());
    }

    /** Found by a simulated world: an answer to the first settling came while the second prepared, and the writer stopped. */
    @Test
    void bugWhoSettlesAgainUsesAFreshBallot() {
        acceptedBy(0, 1, 2, 3);
        desk.settle(DOUBTFUL.id());
        acceptedBy(4);
        assertEquals(1, news.size());
    }
}
