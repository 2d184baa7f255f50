package dev.sextant.replication.repair;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.AcceptorListener;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.Undecided;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.PageVote;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A segment that votes with the production class and keeps nothing but contents: what repairs and settlers talk to. */
final class VotingSegment implements AcceptorListener {
    private static final long NOW = 0;
    private static final Comparator<SlotState.Opening> OPENINGS = Comparator.comparingLong(
                    SlotState.Opening::incarnation)
            .thenComparingLong(SlotState.Opening::firstSeq)
            .thenComparingLong(SlotState.Opening::closeFrom);

    final SegmentId id;
    long generation;
    Acceptor acceptor;
    final TreeMap<ProposalId, Proposal> contents = new TreeMap<>();

    VotingSegment(SegmentId id) {
        this.id = id;
        acceptor = new Acceptor(this);
    }

    /**
     * Its disk is lost, and a new one filled from three others, as {@code Rebuild} does; nothing older may be voted on any more.
     *
     * @param nextSeqs where its say begins, by slot
     */
    void replaceDisk(List<VotingSegment> three, ToLongFunction<WriterId> nextSeqs) {
        generation++;
        acceptor = new Acceptor(this);
        contents.clear();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            SlotState merged = SlotState.EMPTY;
            for (VotingSegment other : three) {
                SlotState told = other.acceptor.slot(writer);
                TreeSet<SlotState.Opening> openings = new TreeSet<>(OPENINGS);
                openings.addAll(merged.openings());
                openings.addAll(told.openings());
                merged = new SlotState(
                        Math.max(merged.incarnation(), told.incarnation()),
                        Math.max(merged.nonce(), told.nonce()),
                        List.copyOf(openings),
                        nextSeqs.applyAsLong(writer));
            }
            acceptor.restoreSlot(writer, merged);
        }
        three.forEach(this::learnFrom);
        for (VotingSegment other : three) {
            for (ProposalId undecided : other.acceptor.undecided()) {
                Register register = other.acceptor.register(undecided);
                if (register.holdsCommit() && register.content() != null) {
                    acceptor.holdAsRival(register.content());
                }
            }
        }
    }

    /** Gossip. */
    void learnFrom(VotingSegment other) {
        for (Proposal content : List.copyOf(other.contents.values())) {
            learn(content.id(), other);
        }
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            for (long seq = 1; seq <= other.acceptor.highestSeq(new WriterId(slot)); seq++) {
                learn(ProposalId.of(slot, seq), other);
            }
        }
    }

    private void learn(ProposalId proposal, VotingSegment from) {
        Fate fate = from.acceptor.fates().of(proposal);
        if (fate != null) {
            learn(proposal, fate, from.contents.get(proposal));
        }
    }

    void learn(ProposalId proposal, Fate fate, @Nullable Proposal content) {
        if (content != null) {
            contents.put(proposal, content);
        }
        acceptor.decided(proposal, fate, false, List.of(), content, NOW);
    }

    /** Votes on a proposal at ballot 0. */
    Verdict propose(Proposal proposal) {
        contents.put(proposal.id(), proposal);
        return acceptor.propose(proposal, NOW);
    }

    /** What it answers; null if it does not. */
    @Nullable
    WriterMessage receive(SegmentMessage message) {
        if (message instanceof SegmentMessage.Prepare prepare) {
            Acceptor.Promise promise = acceptor.prepare(prepare.id(), prepare.ballot());
            return promise.refusal() == null
                    ? new WriterMessage.Promised(id, generation, prepare.id(), prepare.ballot(), promise.register())
                    : new WriterMessage.Voted(id, generation, prepare.id(), prepare.ballot(), promise.refusal());
        } else if (message instanceof SegmentMessage.Settle settle) {
            if (settle.content() != null) {
                contents.put(settle.id(), settle.content());
            }
            return new WriterMessage.Voted(
                    id,
                    generation,
                    settle.id(),
                    settle.ballot(),
                    acceptor.settle(settle.id(), settle.ballot(), settle.value(), settle.content(), NOW));
        } else if (message instanceof SegmentMessage.Decided decided) {
            decided.proposals().forEach(each -> learn(each.id(), each.fate(), each.content()));
            return null;
        } else if (message instanceof SegmentMessage.Pull pull) {
            return told(pull);
        } else if (message instanceof SegmentMessage.AskIncarnation ask) {
            return new WriterMessage.IncarnationIs(
                    id,
                    ask.requestId(),
                    ask.writer(),
                    acceptor.slot(ask.writer()).incarnation(),
                    0);
        } else if (message instanceof SegmentMessage.Claim claim) {
            return claimed(claim);
        } else if (message instanceof SegmentMessage.AskDoubts ask) {
            return doubts(ask.requestId());
        }
        throw new AssertionError("unhandled " + message);
    }

    private WriterMessage told(SegmentMessage.Pull pull) {
        List<DecidedProposal> decided = new ArrayList<>();
        for (ProposalId asked : pull.ids()) {
            Fate fate = acceptor.fates().of(asked);
            if (fate != null) {
                decided.add(new DecidedProposal(asked, fate, false, List.of(), contents.get(asked)));
            }
        }
        return new WriterMessage.Told(pull.requestId(), NodeAddress.of(id), decided, List.of());
    }

    private WriterMessage claimed(SegmentMessage.Claim claim) {
        WriterId writer = claim.writer();
        return acceptor.claim(writer, claim.incarnation(), claim.nonce())
                ? new WriterMessage.Claimed(
                        id,
                        writer,
                        claim.incarnation(),
                        claim.nonce(),
                        acceptor.highestSeq(writer),
                        acceptor.highestUndecidedLsn(writer),
                        List.of())
                : new WriterMessage.ClaimRefused(
                        id, writer, claim.nonce(), acceptor.slot(writer).incarnation());
    }

    WriterMessage.DoubtsAre doubts(long requestId) {
        List<SlotState> slots = new ArrayList<>();
        List<Long> highest = new ArrayList<>();
        List<Undecided> undecided = new ArrayList<>();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            slots.add(acceptor.slot(writer));
            highest.add(acceptor.highestSeq(writer));
            for (long seq = 1; seq <= acceptor.highestSeq(writer); seq++) {
                ProposalId proposal = ProposalId.of(slot, seq);
                if (acceptor.fates().of(proposal) == null) {
                    Register register = acceptor.register(proposal);
                    Proposal content = register.content();
                    boolean overtaken = content != null && isOvertaken(content);
                    undecided.add(new Undecided(proposal, register, acceptor.abstains(proposal), overtaken));
                }
            }
        }
        return new WriterMessage.DoubtsAre(id, generation, requestId, slots, highest, undecided);
    }

    /** As {@code DoubtTeller} has it. */
    private boolean isOvertaken(Proposal proposal) {
        for (ProposalId replaced : proposal.replaces()) {
            if (acceptor.fates().of(replaced) == Fate.COMMITTED) {
                return true;
            }
        }
        return acceptor.pages().check(proposal) instanceof PageVote.Stale stale
                && !stale.newer().equals(proposal.version());
    }

    // ---- nothing is kept -------------------------------------------------------------------------------------------

    @Override
    public void registerChanged(ProposalId proposal, Register register) {}

    @Override
    public void fateLearned(
            ProposalId proposal, Fate fate, boolean counted, List<BaseReaders> readers, @Nullable Proposal content) {
        if (content != null) {
            contents.put(proposal, content);
        }
    }

    @Override
    public void pageChanged(PageId page, VersionId newest, List<ProposalId> readers) {}

    @Override
    public void slotChanged(WriterId writer, SlotState state) {}

    @Override
    public void revoted(Proposal proposal, Ballot ballot, Verdict verdict) {}
}
