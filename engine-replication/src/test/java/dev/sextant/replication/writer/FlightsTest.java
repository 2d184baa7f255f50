package dev.sextant.replication.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
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
}
