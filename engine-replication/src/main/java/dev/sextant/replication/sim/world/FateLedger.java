package dev.sextant.replication.sim.world;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Verdict;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Listens to all that nodes tell each other and holds them to it: a proposal has one fate, whoever tells of it (I1), and of each
 * page version there is one successor at most that commits (I2).
 *
 * <p>Its hashed maps are asked, never walked, so their order does not matter.
 */
final class FateLedger {
    private final Map<ProposalId, Fate> fates = new HashMap<>();
    private final Map<PageBase, ProposalId> successors = new HashMap<>();
    private final List<String> contradictions = new ArrayList<>();
    private final long[] highestSeqs = new long[WriterId.MAX_COUNT];
    /** What was proposed and has no fate that anybody spoke of, with the time, oldest first. */
    private final Map<ProposalId, Long> undecided = new LinkedHashMap<>();

    private long committed;

    private record PageBase(PageId page, VersionId base) {}

    /** A node says this at that time. */
    void said(Message message, long nowNanos) {
        if (message instanceof SegmentMessage.Propose propose) {
            proposed(propose.proposal().id(), nowNanos);
        } else if (message instanceof SegmentMessage.Open open) {
            spoken(new ProposalId(open.writer(), open.firstSeq() - 1));
        } else if (message instanceof SegmentMessage.SlotOpened opened) {
            undecided
                    .keySet()
                    .removeIf(id -> id.writer().equals(opened.writer())
                            && id.seq() >= opened.closeFrom()
                            && id.seq() < opened.firstSeq());
        } else if (message instanceof SegmentMessage.Decided decided) {
            decided.proposals().forEach(this::told);
        } else if (message instanceof WriterMessage.Redo redo) {
            redo.proposals().forEach(this::told);
        } else if (message instanceof WriterMessage.Told told) {
            told.decided().forEach(this::told);
        } else if (message instanceof SegmentMessage.GossipTell tell) {
            tell.proposals().forEach(this::told);
        } else if (message instanceof WriterMessage.Voted voted && voted.verdict() instanceof Verdict.Decided decided) {
            fate(voted.id(), decided.fate());
        }
    }

    private void told(DecidedProposal proposal) {
        fate(proposal.id(), proposal.fate());
        if (proposal.content() != null && proposal.fate() == Fate.COMMITTED) {
            for (PageWrite write : proposal.content().writes()) {
                ProposalId former = successors.putIfAbsent(new PageBase(write.page(), write.base()), proposal.id());
                if (former != null && !former.equals(proposal.id())) {
                    contradictions.add("page " + write.page() + " forks: " + former + " and " + proposal.id()
                            + " both committed on " + write.base());
                }
            }
        }
    }

    private void proposed(ProposalId id, long nowNanos) {
        spoken(id);
        if (!fates.containsKey(id)) {
            undecided.putIfAbsent(id, nowNanos);
        }
    }

    /** When the oldest proposal was made whose fate nobody spoke of; {@link Long#MAX_VALUE} if there is none. */
    long oldestUndecidedNanos() {
        return undecided.isEmpty()
                ? Long.MAX_VALUE
                : undecided.values().iterator().next();
    }

    private void spoken(ProposalId id) {
        int slot = id.writer().slot();
        highestSeqs[slot] = Math.max(highestSeqs[slot], id.seq());
    }

    /** The highest seq of a slot that was ever spoken of. */
    long highestSeq(int slot) {
        return highestSeqs[slot];
    }

    private void fate(ProposalId id, Fate fate) {
        spoken(id);
        Fate former = fates.putIfAbsent(id, fate);
        if (former == null) {
            undecided.remove(id);
            committed += fate == Fate.COMMITTED ? 1 : 0;
        } else if (former != fate) {
            contradictions.add("proposal " + id + " has two fates: " + former + " and then " + fate);
        }
    }

    /** What they said that cannot both be true. */
    List<String> contradictions() {
        return contradictions;
    }

    /** How many proposals are said to be committed. */
    long committedCount() {
        return committed;
    }
}
