package dev.sextant.conflict.fate;

import dev.sextant.api.ProposalId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fates known in one place, two bits a proposal.
 *
 * <p>Invariant I1 (agreement): a fate never changes. Recording the other one is a bug of ours and throws.
 */
public final class Fates {
    /** How many seqs one chunk tells the fates of. */
    public static final int SEQS_PER_CHUNK = 2048;

    private static final int SEQS_PER_WORD = 32;
    private static final long UNKNOWN = 0;
    private static final long COMMITTED = 1;
    private static final long ABORTED = 2;

    private final Slot[] slots = new Slot[WriterId.MAX_COUNT];

    private static final class Slot {
        final TreeMap<Long, long[]> chunks = new TreeMap<>();
        long highest;
        long highestCommitted;
        /** All seqs from 1 to here are decided. */
        long decidedUpTo;
    }

    public Fates() {
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = new Slot();
        }
    }

    /** A deep copy. */
    public Fates copy() {
        Fates copy = new Fates();
        for (int slot = 0; slot < slots.length; slot++) {
            Slot to = copy.slots[slot];
            for (Map.Entry<Long, long[]> chunk : slots[slot].chunks.entrySet()) {
                to.chunks.put(chunk.getKey(), chunk.getValue().clone());
            }
            to.highest = slots[slot].highest;
            to.highestCommitted = slots[slot].highestCommitted;
            to.decidedUpTo = slots[slot].decidedUpTo;
        }
        return copy;
    }

    /** The fate of a proposal, or null while it is not known here. */
    public @Nullable Fate of(ProposalId id) {
        long bits = bits(slots[id.slot()], id.seq());
        return bits == UNKNOWN ? null : bits == COMMITTED ? Fate.COMMITTED : Fate.ABORTED;
    }

    /** Whether the proposal is known to be aborted. */
    public boolean aborted(ProposalId id) {
        return bits(slots[id.slot()], id.seq()) == ABORTED;
    }

    /** Records a fate; returns false if it was known. */
    public boolean record(ProposalId id, Fate fate) {
        Slot slot = slots[id.slot()];
        long known = bits(slot, id.seq());
        long bits = fate == Fate.COMMITTED ? COMMITTED : ABORTED;
        if (known != UNKNOWN) {
            Check.state(known == bits, "a proposal has one fate", id);
            return false;
        }
        long[] chunk = slot.chunks.computeIfAbsent(
                id.seq() / SEQS_PER_CHUNK, unused -> new long[SEQS_PER_CHUNK / SEQS_PER_WORD]);
        int place = (int) (id.seq() % SEQS_PER_CHUNK);
        chunk[place / SEQS_PER_WORD] |= bits << (2 * (place % SEQS_PER_WORD));
        slot.highest = Math.max(slot.highest, id.seq());
        if (fate == Fate.COMMITTED) {
            slot.highestCommitted = Math.max(slot.highestCommitted, id.seq());
        }
        while (bits(slot, slot.decidedUpTo + 1) != UNKNOWN) {
            slot.decidedUpTo++;
        }
        return true;
    }

    /** The chunk that tells the fate of a seq. */
    public static long chunkOf(long seq) {
        return seq / SEQS_PER_CHUNK;
    }

    /** All that is known of a chunk's seqs, in a form that {@link #restoreChunk} takes; nothing if none is decided. */
    public long[] chunk(WriterId writer, long chunk) {
        long[] words = slots[writer.slot()].chunks.get(chunk);
        return words == null ? new long[SEQS_PER_CHUNK / SEQS_PER_WORD] : words.clone();
    }

    /** Adds what a chunk tells. */
    public void restoreChunk(WriterId writer, long chunk, long[] words) {
        forEach(writer, chunk, words, this::record);
    }

    /** Visits the fates that the words of a chunk tell, in order. */
    public static void forEach(WriterId writer, long chunk, long[] words, BiConsumer<ProposalId, Fate> visitor) {
        for (int place = 0; place < Math.min(SEQS_PER_CHUNK, words.length * SEQS_PER_WORD); place++) {
            long bits = (words[place / SEQS_PER_WORD] >>> (2 * (place % SEQS_PER_WORD))) & 3;
            if (bits != UNKNOWN) {
                ProposalId id = new ProposalId(writer, chunk * SEQS_PER_CHUNK + place);
                visitor.accept(id, bits == COMMITTED ? Fate.COMMITTED : Fate.ABORTED);
            }
        }
    }

    private static long bits(Slot slot, long seq) {
        long[] chunk = slot.chunks.get(seq / SEQS_PER_CHUNK);
        if (chunk == null) {
            return UNKNOWN;
        }
        int place = (int) (seq % SEQS_PER_CHUNK);
        return (chunk[place / SEQS_PER_WORD] >>> (2 * (place % SEQS_PER_WORD))) & 3;
    }

    /** The highest seq of a slot whose fate is known here; 0 if none is. */
    public long highest(WriterId writer) {
        return slots[writer.slot()].highest;
    }

    /** The highest seq of a slot known committed here; 0 if none is. */
    public long highestCommitted(WriterId writer) {
        return slots[writer.slot()].highestCommitted;
    }

    /** Every seq of the slot from 1 to the one returned is decided here. */
    public long decidedUpTo(WriterId writer) {
        return slots[writer.slot()].decidedUpTo;
    }
}
