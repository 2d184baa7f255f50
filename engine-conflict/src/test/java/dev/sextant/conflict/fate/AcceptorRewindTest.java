package dev.sextant.conflict.fate;

import static dev.sextant.conflict.version.Sample.P;
import static dev.sextant.conflict.version.Sample.Q;
import static dev.sextant.conflict.version.Sample.proposal;
import static dev.sextant.conflict.version.Sample.version;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.conflict.version.Sample;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What one segment votes on backtracks, and on what goes on beside them. */
class AcceptorRewindTest {
    private static final long NOW = 1_000;
    private static final WriterId W0 = new WriterId(0);

    private final List<String> revoted = new ArrayList<>();
    private boolean reachesBack = true;
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
        public boolean reachesBack(Proposal backtrack) {
            return reachesBack;
        }

        @Override
        public void revoted(Proposal proposal, Ballot ballot, Verdict verdict) {
            revoted.add(proposal.id() + " " + verdict.getClass().getSimpleName());
        }
    }

    private Verdict propose(Proposal sample) {
        return acceptor.propose(sample, NOW);
    }

    private Verdict propose(Sample sample) {
        return propose(sample.build());
    }

    private void accepts(Sample sample) {
        assertInstanceOf(Verdict.Accepted.class, propose(sample));
    }

    private static Proposal backtrack(long seq, VersionId line, long restsOnUpTo, PageWrite... others) {
        Proposal sample = proposal(1, seq).writes(PageId.LINE, line).build();
        List<PageWrite> writes = new ArrayList<>(sample.writes());
        writes.addAll(List.of(others));
        return new Proposal(
                sample.id(),
                sample.incarnation(),
                sample.lsn(),
                sample.age(),
                writes,
                List.of(),
                ReadPoint.ZERO.with(W0, restsOnUpTo, new long[0]),
                List.of(),
                List.of());
    }

    private void commits(Proposal proposal) {
        acceptor.decided(proposal.id(), Fate.COMMITTED, true, List.of(), proposal, NOW);
    }

    @Test
    void readersOfTheLineAreNoRivalsAndABacktrackIsOneOfEach() {
        accepts(proposal(0, 1).writes(P).reads(PageId.LINE));
        accepts(proposal(2, 1).writes(Q).reads(PageId.LINE));
        assertInstanceOf(Verdict.Parked.class, propose(backtrack(9, VersionId.NONE, 0)));
        acceptor.renounce(ProposalId.of(0, 1), 1, null, NOW);
        assertEquals(List.of(), revoted);
        acceptor.renounce(ProposalId.of(2, 1), 1, null, NOW);
        assertEquals(List.of("w1#9 Accepted"), revoted);
        assertInstanceOf(Verdict.Parked.class, propose(proposal(3, 5).writes(P).reads(PageId.LINE)));
    }

    @Test
    void whatABacktrackRestsOnIsNoRivalThoughItsFateIsNotKnownHere() {
        accepts(proposal(0, 1).writes(P).reads(PageId.LINE));
        assertInstanceOf(Verdict.Accepted.class, propose(backtrack(9, VersionId.NONE, 1)));
    }

    @Test
    void aBacktrackThatDoesNotRestOnACommitIsStale() {
        commits(proposal(0, 3).writes(P).reads(PageId.LINE).build());
        assertInstanceOf(Verdict.Stale.class, propose(backtrack(9, VersionId.NONE, 2)));
        assertInstanceOf(Verdict.Accepted.class, propose(backtrack(10, VersionId.NONE, 3)));
    }

    @Test
    void whatReadTheLineBeforeIsStaleWhereverItWrites() {
        commits(backtrack(9, VersionId.NONE, 0));
        assertInstanceOf(Verdict.Stale.class, propose(proposal(0, 12).writes(Q).reads(PageId.LINE)));
        accepts(proposal(0, 13).writes(Q).reads(PageId.LINE, version(1, 9)));
    }

    @Test
    void whatReadTheLineAfterwardsTellsThatTheBacktrackCommitted() {
        assertInstanceOf(Verdict.Accepted.class, propose(backtrack(9, VersionId.NONE, 0)));
        accepts(proposal(0, 12).writes(Q).reads(PageId.LINE, version(1, 9)));
        assertEquals(Fate.COMMITTED, acceptor.fates().of(ProposalId.of(1, 9)));
    }

    @Test
    void whatItDoesNotRestOnIsAbortedAndTheRestStaysOpen() {
        accepts(proposal(0, 3).writes(P).reads(PageId.LINE));
        accepts(proposal(0, 4).writes(Q).reads(PageId.LINE));
        commits(backtrack(9, VersionId.NONE, 3));
        assertEquals(Fate.ABORTED, acceptor.fates().of(ProposalId.of(0, 4)));
        assertNull(
                acceptor.fates().of(ProposalId.of(0, 3)), "the backtrack rests on its fate, which is not known here");
    }

    @Test
    void twoBacktracksAreRivals() {
        assertInstanceOf(Verdict.Accepted.class, propose(backtrack(9, VersionId.NONE, 0)));
        assertInstanceOf(Verdict.Parked.class, propose(backtrack(10, VersionId.NONE, 0)));
        commits(backtrack(9, VersionId.NONE, 0));
        assertEquals(List.of("w1#10 Stale"), revoted);
    }

    @Test
    void noVoteForTheOwnerWhereHistoryDoesNotReachBack() {
        reachesBack = false;
        assertInstanceOf(Verdict.Abstained.class, propose(backtrack(9, VersionId.NONE, 0)));
    }

    /** If its owner is dead and a zone is away, four segments are left, and all others wait for them to decide it. */
    @Test
    void bugSettlersGetAVoteAlsoWhereHistoryDoesNotReachBack() {
        reachesBack = false;
        Proposal doubtful = backtrack(9, VersionId.NONE, 0);
        Ballot ballot = Ballot.settling(2, new WriterId(0), 1);
        acceptor.prepare(doubtful.id(), ballot);
        assertInstanceOf(Verdict.Accepted.class, acceptor.settle(doubtful.id(), ballot, Fate.COMMITTED, doubtful, 0));
    }

    @Test
    void nobodyIsListedAsReaderOfTheLine() {
        commits(proposal(0, 1).writes(P).reads(PageId.LINE).build());
        assertEquals(List.of(), acceptor.pages().readersOfNewest(PageId.LINE));
    }
}
