package dev.sextant.storage.segment;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.Undecided;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.conflict.version.PageVote;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A whole segment's answers to repairs: what it knows no fate of. It answers at the first moment at which its held point shows all
 * it knows to be decided; so what follows on a base of an undecided proposal, and was not made by it, was made instead of it.
 */
final class DoubtTeller {
    private final SegmentId self;
    private final Outbox out;
    private final SegmentLog log;
    private final TreeMap<NodeAddress, SegmentMessage.AskDoubts> asked = new TreeMap<>();

    DoubtTeller(SegmentId self, Outbox out, SegmentLog log) {
        this.self = self;
        this.out = out;
        this.log = log;
    }

    void onAsk(NodeAddress from, SegmentMessage.AskDoubts ask) {
        asked.put(from, ask);
    }

    /** Ends the handling of an input. */
    void finish(long generation) {
        if (asked.isEmpty() || !log.holdsAllItKnows()) {
            return;
        }
        List<SlotState> slots = new ArrayList<>();
        List<Long> highest = new ArrayList<>();
        List<Undecided> undecided = new ArrayList<>();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            slots.add(log.acceptor().slot(writer));
            highest.add(log.acceptor().highestSeq(writer));
            undecided(writer).forEach(id -> undecided.add(tell(id)));
        }
        asked.forEach((from, ask) -> out.send(
                from, new WriterMessage.DoubtsAre(self, generation, ask.requestId(), slots, highest, undecided)));
        asked.clear();
    }

    /** Up to the held point they are listed there; above it nothing is decided. */
    private List<ProposalId> undecided(WriterId writer) {
        ReadPoint held = log.held();
        List<ProposalId> undecided = new ArrayList<>();
        for (long seq : held.missing(writer)) {
            undecided.add(new ProposalId(writer, seq));
        }
        for (long seq = held.upTo(writer) + 1; seq <= log.acceptor().highestSeq(writer); seq++) {
            undecided.add(new ProposalId(writer, seq));
        }
        return undecided;
    }

    private Undecided tell(ProposalId id) {
        Acceptor acceptor = log.acceptor();
        Register register = acceptor.register(id);
        Proposal content = register.content();
        return new Undecided(id, register, acceptor.abstains(id), content != null && isOvertaken(content));
    }

    private boolean isOvertaken(Proposal proposal) {
        Acceptor acceptor = log.acceptor();
        for (ProposalId replaced : proposal.replaces()) {
            if (acceptor.fates().of(replaced) == Fate.COMMITTED) {
                return true;
            }
        }
        return acceptor.pages().check(proposal) instanceof PageVote.Stale stale
                && !stale.newer().equals(proposal.version());
    }
}
