package dev.sextant.api;

import dev.sextant.api.spi.Check;

/** Names a proposal for ever: the writer slot and its sequence number, which no incarnation of the slot ever uses again. */
public record ProposalId(WriterId writer, long seq) implements Comparable<ProposalId> {
    public ProposalId {
        Check.argument(seq > 0, "sequence numbers start at 1");
    }

    /** The proposal of a slot and a sequence number. */
    public static ProposalId of(int slot, long seq) {
        return new ProposalId(new WriterId(slot), seq);
    }

    /** The slot of its writer. */
    public int slot() {
        return writer.slot();
    }

    @Override
    public int compareTo(ProposalId other) {
        int bySlot = writer.compareTo(other.writer);
        return bySlot != 0 ? bySlot : Long.compare(seq, other.seq);
    }

    @Override
    public String toString() {
        return "w" + writer.slot() + "#" + seq;
    }
}
