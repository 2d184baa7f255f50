package dev.sextant.conflict.explore;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.AcceptorListener;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All states a segment's acceptor gets into, each with a number, and what each request makes of it, found by running the
 * production class once. Segments are alike, so they share one table.
 */
final class AcceptorTable {
    private static final long NOW = 0;

    private final Scenario scenario;
    private final Wires wires;
    private final Router router;
    private final Interned<String, Acceptor> states = new Interned<>();
    private final List<Facts> facts = new ArrayList<>();
    private final Machinery machinery;
    private Step[][] steps = new Step[64][];

    /** Which part a reply goes to. */
    interface Router {
        int partOf(Reply reply);

        int parts();
    }

    /** What the explorer needs to know of a state: a bit or a ballot for each proposal, by index in the scenario. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Facts(int committed, int aborted, int holdsCommit, Ballot[] accepted) {}

    /** What a request does: the next state and, for each part, the bits of the replies it causes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Step(int next, long[] replies, @Nullable String error) {}

    AcceptorTable(Scenario scenario, Wires wires, Router router, Machinery machinery) {
        this.scenario = scenario;
        this.wires = wires;
        this.router = router;
        this.machinery = machinery;
    }

    int initialId() {
        return id(machinery.acceptor(new Replies(new long[router.parts()])));
    }

    Facts facts(int id) {
        return facts.get(id);
    }

    /** A copy of the acceptor in this state, to run on with. */
    Acceptor copy(int id) {
        return new Acceptor(states.get(id), new Replies(new long[router.parts()]));
    }

    int size() {
        return states.size();
    }

    Step step(int id, int request) {
        if (id >= steps.length) {
            steps = Arrays.copyOf(steps, 2 * id);
        }
        if (steps[id] == null) {
            steps[id] = new Step[Long.SIZE];
        }
        Step step = steps[id][request];
        if (step == null) {
            step = run(id, wires.request(request));
            steps[id][request] = step;
        }
        return step;
    }

    private Step run(int id, Request request) {
        long[] replies = new long[router.parts()];
        Replies listener = new Replies(replies);
        Acceptor acceptor = new Acceptor(states.get(id), listener);
        try {
            handle(acceptor, request, listener);
            return new Step(id(acceptor), replies, null);
        } catch (IllegalStateException broken) {
            return new Step(id, replies, String.valueOf(broken.getMessage()));
        }
    }

    private void handle(Acceptor acceptor, Request request, Replies replies) {
        if (request instanceof Request.Propose propose) {
            replies.add(new Reply.Vote(propose.id(), acceptor.propose(propose.proposal(), NOW)));
        } else if (request instanceof Request.Renounce renounce) {
            replies.add(new Reply.RenounceVote(renounce.id(), acceptor.renounce(renounce.id(), 1, null, NOW)));
        } else if (request instanceof Request.Prepare prepare) {
            Acceptor.Promise promise = acceptor.prepare(prepare.id(), prepare.ballot());
            replies.add(
                    promise.refusal() == null
                            ? new Reply.Promised(prepare.ballot(), promise.register())
                            : new Reply.SettleVote(prepare.ballot(), promise.refusal()));
        } else if (request instanceof Request.Settle settle) {
            replies.add(new Reply.SettleVote(
                    settle.ballot(),
                    acceptor.settle(settle.id(), settle.ballot(), settle.value(), settle.content(), NOW)));
        } else if (request instanceof Request.News news) {
            acceptor.decided(news.id(), news.fate(), news.counted(), news.readers(), news.content(), NOW);
        } else {
            throw new AssertionError("unhandled " + request);
        }
    }

    /** Turns what the acceptor says by itself into replies. */
    private final class Replies implements AcceptorListener {
        private final long[] bits;

        Replies(long[] bits) {
            this.bits = bits;
        }

        void add(Reply reply) {
            int part = router.partOf(reply);
            bits[part] |= 1L << wires.reply(part, reply);
        }

        @Override
        public void revoted(Proposal proposal, Ballot ballot, Verdict verdict) {
            boolean proposed = ballot.equals(Ballot.PROPOSE);
            add(proposed ? new Reply.Vote(proposal.id(), verdict) : new Reply.SettleVote(ballot, verdict));
        }

        @Override
        public void registerChanged(ProposalId id, Register register) {}

        @Override
        public void fateLearned(
                ProposalId id, Fate fate, boolean counted, List<BaseReaders> readers, @Nullable Proposal content) {}

        @Override
        public void pageChanged(PageId page, VersionId newest, List<ProposalId> readers) {}

        @Override
        public void slotChanged(WriterId writer, SlotState state) {}
    }

    // ---- numbered states -------------------------------------------------------------------------------------------

    private int id(Acceptor acceptor) {
        String key = key(acceptor);
        if (!states.contains(key)) {
            facts.add(describe(acceptor));
        }
        return states.id(key, () -> acceptor);
    }

    /** What tells this state from others. */
    String key(int id) {
        return key(states.get(id));
    }

    private String key(Acceptor acceptor) {
        StringBuilder key = new StringBuilder();
        for (Proposal proposal : scenario.proposals()) {
            Register register = acceptor.register(proposal.id());
            key.append(acceptor.fates().of(proposal.id()))
                    .append(' ')
                    .append(register.promised())
                    .append(' ')
                    .append(register.accepted())
                    .append(' ')
                    .append(register.value())
                    .append(register.content() == null ? '-' : '+')
                    .append(' ')
                    .append(acceptor.parkedAt(proposal.id()))
                    .append(';');
        }
        for (PageId page : scenario.pages()) {
            key.append(acceptor.pages().newest(page)).append(acceptor.pages().readersOfNewest(page));
            for (ProposalId holder : holders(acceptor, page)) {
                key.append(holder);
            }
        }
        return key.toString();
    }

    private static List<ProposalId> holders(Acceptor acceptor, PageId page) {
        return acceptor.pages().holders(page).stream()
                .map(Proposal::id)
                .sorted()
                .toList();
    }

    /** Reads a new state's facts and checks what must hold of every acceptor by itself. */
    private Facts describe(Acceptor acceptor) {
        int committed = 0;
        int aborted = 0;
        int holds = 0;
        List<Proposal> proposals = scenario.proposals();
        Ballot[] accepted = new Ballot[proposals.size()];
        for (int index = 0; index < proposals.size(); index++) {
            Proposal proposal = proposals.get(index);
            Fate fate = acceptor.fates().of(proposal.id());
            Register register = acceptor.register(proposal.id());
            committed |= fate == Fate.COMMITTED ? 1 << index : 0;
            aborted |= fate == Fate.ABORTED ? 1 << index : 0;
            holds |= register.holdsCommit() ? 1 << index : 0;
            accepted[index] = register.accepted();
            Check.state(fate == null || register.equals(Register.BLANK), "a decided proposal's register is dropped");
            proposal.writes()
                    .forEach(write -> Check.state(
                            holders(acceptor, write.page()).contains(proposal.id()) == register.holdsCommit(),
                            "a proposal holds its pages exactly while COMMIT stands"));
        }
        for (int[] pair : scenario.exclusive()) {
            boolean both = (holds & (1 << pair[0])) != 0 && (holds & (1 << pair[1])) != 0;
            boolean onOnePage = proposals
                    .get(pair[0])
                    .writes()
                    .get(0)
                    .page()
                    .equals(proposals.get(pair[1]).writes().get(0).page());
            Check.state(!both || !onOnePage, "I2: no segment holds COMMIT for two rivals");
        }
        return new Facts(committed, aborted, holds, accepted);
    }
}
