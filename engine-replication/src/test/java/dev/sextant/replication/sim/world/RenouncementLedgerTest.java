package dev.sextant.replication.sim.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.Rival;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Owners that give up as the tie rule says, and one that does not. */
class RenouncementLedgerTest {
    private static final long VOTE_TIMEOUT_NANOS = 100;
    private static final Proposal PROPOSAL = Spoken.proposal(0, 1, 10);

    private final RenouncementLedger ledger = new RenouncementLedger(VOTE_TIMEOUT_NANOS);

    @BeforeEach
    void proposes() {
        ledger.said(new SegmentMessage.Propose(PROPOSAL), 0);
    }

    private void told(Verdict verdict) {
        ledger.said(new WriterMessage.Voted(new SegmentId(1), 0, PROPOSAL.id(), Ballot.PROPOSE, verdict), 1);
    }

    private static Verdict parkedBehind(long age) {
        return new Verdict.Parked(new Rival(ProposalId.of(1, 1), Lsn.of(age, new WriterId(1))));
    }

    private int accusations(long renouncedAtNanos) {
        ledger.said(new SegmentMessage.Renounce(PROPOSAL.id(), 1, null), renouncedAtNanos);
        ledger.said(new SegmentMessage.Renounce(PROPOSAL.id(), 1, null), renouncedAtNanos + 1);
        return ledger.contradictions().size();
    }

    @Test
    void refusesWhoGivesUpBehindAYoungerRival() {
        told(parkedBehind(11));
        assertEquals(1, accusations(2));
    }

    @Test
    void acceptsWhoGivesUpBehindAnOlderRival() {
        told(parkedBehind(9));
        assertEquals(0, accusations(2));
    }

    @Test
    void acceptsWhoIsOvertaken() {
        told(new Verdict.Stale(new PageId(7), VersionId.NONE));
        assertEquals(0, accusations(2));
    }

    /** Of a rival that has committed a peer may tell, and then no segment has to. */
    @Test
    void bugWhoIsOvertakenByWhatAPeerTellsIsNotAccused() {
        DecidedProposal rival =
                new DecidedProposal(ProposalId.of(1, 1), Fate.COMMITTED, true, List.of(), Spoken.proposal(1, 1, 11));
        ledger.said(new WriterMessage.Redo(new WriterId(1), List.of(rival)), 1);
        assertEquals(0, accusations(2));
    }

    @Test
    void acceptsWhoHasWaitedLongEnough() {
        assertEquals(0, accusations(VOTE_TIMEOUT_NANOS));
    }

    @Test
    void acceptsWhoIsAsked() {
        ledger.said(new WriterMessage.AskFate(new WriterId(1), 1, PROPOSAL.id()), 1);
        assertEquals(0, accusations(2));
    }
}
