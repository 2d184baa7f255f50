package dev.sextant.conflict.fate;

import java.util.ArrayList;
import java.util.List;

/**
 * What a segment durably knows of a writer slot: the claim that holds it and how it was opened.
 *
 * @param incarnation the highest claim accepted; lower ones are fenced
 * @param nonce of that claim, so that a claimant recognises its own
 * @param openings every opening accepted, oldest first; a seq closed once stays closed
 * @param abstainBelow this segment has no say in proposals below this seq: they are older than its disk
 */
public record SlotState(long incarnation, long nonce, List<Opening> openings, long abstainBelow) {
    /** A slot nobody has claimed. */
    public static final SlotState EMPTY = new SlotState(0, 0, List.of(), 0);

    public SlotState {
        openings = List.copyOf(openings);
    }

    /** An opening: proposals of older incarnations from {@code closeFrom} on are closed; the slot goes on at {@code firstSeq}. */
    public record Opening(long incarnation, long closeFrom, long firstSeq) {}

    /** Whether a proposal of this incarnation and seq was closed by a later opening. */
    public boolean closes(long proposalIncarnation, long seq) {
        for (Opening opening : openings) {
            if (proposalIncarnation < opening.incarnation() && seq >= opening.closeFrom()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the slot was opened after this incarnation, so that it hands nothing over any more. */
    public boolean hasOutlived(long formerIncarnation) {
        for (Opening opening : openings) {
            if (formerIncarnation < opening.incarnation()) {
                return true;
            }
        }
        return false;
    }

    SlotState claimed(long newIncarnation, long newNonce) {
        return new SlotState(newIncarnation, newNonce, openings, abstainBelow);
    }

    SlotState opened(Opening opening) {
        if (openings.contains(opening)) {
            return this;
        }
        List<Opening> all = new ArrayList<>(openings);
        all.add(opening);
        return new SlotState(incarnation, nonce, all, abstainBelow);
    }

    SlotState abstaining(long belowSeq) {
        return new SlotState(incarnation, nonce, openings, Math.max(abstainBelow, belowSeq));
    }
}
