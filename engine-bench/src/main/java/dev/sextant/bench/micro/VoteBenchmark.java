package dev.sextant.bench.micro;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.AcceptorListener;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** One segment votes on a proposal of one page and learns that it committed; 10,000 pages in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class VoteBenchmark {
    private static final int PAGES = 10_000;

    private final Acceptor acceptor = new Acceptor(new Deaf());
    private final SampleProposals proposals = new SampleProposals(PAGES);
    private long nowNanos;

    /** The vote and the fate. */
    @Benchmark
    public Verdict voteAndDecide() {
        nowNanos++;
        Proposal proposal = proposals.next();
        Verdict verdict = acceptor.propose(proposal, nowNanos);
        acceptor.decided(proposal.id(), Fate.COMMITTED, true, List.of(), proposal, nowNanos);
        return verdict;
    }

    /** Makes nothing durable. */
    private static final class Deaf implements AcceptorListener {
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
        public void revoted(Proposal proposal, Ballot ballot, Verdict verdict) {}
    }
}
