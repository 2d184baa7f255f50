package dev.sextant.storage.segment;

import dev.sextant.api.ProposalId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Acceptor;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.SlotState;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.version.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * A whole segment's answers to those that rebuild. It answers at the first moment at which its held point shows all it knows
 * to be decided, so that a proposal it voted for is either told as undecided or lies within that point: one that is decided
 * here, but waits for something it depends on, would be neither.
 */
final class RebuildTeller {
    private final SegmentId self;
    private final Outbox out;
    private final SegmentLog log;
    private final TreeMap<SegmentId, SegmentMessage.RebuildAsk> asked = new TreeMap<>();

    RebuildTeller(SegmentId self, Outbox out, SegmentLog log) {
        this.self = self;
        this.out = out;
        this.log = log;
    }

    void onAsk(SegmentMessage.RebuildAsk ask) {
        asked.put(ask.from(), ask);
    }

    /** Ends the handling of an input. */
    void finish() {
        if (asked.isEmpty() || !log.holdsAllItKnows()) {
            return;
        }
        for (SegmentMessage.RebuildAsk ask : asked.values()) {
            out.send(
                    NodeAddress.of(ask.from()),
                    new SegmentMessage.RebuildTell(
                            self, ask.generation(), ask.round(), slots(), undecided(), log.held()));
        }
        asked.clear();
    }

    private List<SlotState> slots() {
        List<SlotState> slots = new ArrayList<>();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            slots.add(log.acceptor().slot(new WriterId(slot)));
        }
        return slots;
    }

    private List<Proposal> undecided() {
        Acceptor acceptor = log.acceptor();
        List<Proposal> undecided = new ArrayList<>();
        for (ProposalId id : acceptor.undecided()) {
            Register register = acceptor.register(id);
            Proposal content = register.content();
            if (register.holdsCommit() && content != null) {
                undecided.add(content);
            }
        }
        return undecided;
    }
}
