package dev.sextant.replication.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bad histories that it must not believe, and good ones that it must. */
class PromiseLedgerTest {
    private static final SegmentId SEGMENT = new SegmentId(2);
    private static final Proposal PROPOSAL = Spoken.proposal(0, 1, 10);
    private static final Ballot HIGH = Ballot.settling(2, new WriterId(1), 1);

    private final PromiseLedger ledger = new PromiseLedger();

    private void promises(long generation, Ballot ballot, long nanos) {
        ledger.said(new WriterMessage.Promised(SEGMENT, generation, PROPOSAL.id(), ballot, Register.BLANK), nanos);
    }

    private void accepts(long generation, Ballot ballot, long nanos) {
        Verdict yes = new Verdict.Accepted(List.of());
        ledger.said(new WriterMessage.Voted(SEGMENT, generation, PROPOSAL.id(), ballot, yes), nanos);
    }

    private void accused(String of) {
        assertEquals(1, ledger.contradictions().size());
        assertTrue(ledger.contradictions().get(0).contains(of), ledger.contradictions()::toString);
    }

    @Test
    void refusesAnAcceptBelowAPromise() {
        promises(0, HIGH, 5);
        accepts(0, Ballot.PROPOSE, 6);
        accused("says yes to ballot 0 of w0#1 after it promised 2/w1.1");
    }

    @Test
    void refusesAPromiseBelowAnAccept() {
        accepts(0, HIGH, 5);
        promises(0, Ballot.RENOUNCE, 6);
        accused("after it promised 2/w1.1");
    }

    @Test
    void acceptsRisingBallotsAndWhatIsSaidAtOneInstant() {
        accepts(0, Ballot.PROPOSE, 1);
        promises(0, HIGH, 5);
        accepts(0, Ballot.PROPOSE, 5);
        accepts(0, HIGH, 9);
        assertEquals(List.of(), ledger.contradictions());
    }

    @Test
    void refusesASayInWhatIsOlderThanTheDisk() {
        ledger.said(new SegmentMessage.Propose(PROPOSAL), 1);
        ledger.newDisk(SEGMENT, 2);
        accepts(1, Ballot.PROPOSE, 3);
        accused("which is older than its disk");
    }

    @Test
    void aNewDiskForgetsWhatTheOldOnePromised() {
        promises(0, HIGH, 1);
        ledger.newDisk(SEGMENT, 2);
        ledger.said(new SegmentMessage.Propose(PROPOSAL), 3);
        accepts(1, Ballot.PROPOSE, 4);
        assertEquals(List.of(), ledger.contradictions());
    }
}
