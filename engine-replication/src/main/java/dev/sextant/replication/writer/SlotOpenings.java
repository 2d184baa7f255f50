package dev.sextant.replication.writer;

import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The newest opening of each slot that this writer has heard of. Once a slot is open under an incarnation, no earlier one proposes
 * anything that can commit and is not there yet, nor does anybody else for it: the opening closed the seqs behind the highest that a write
 * quorum knew, and what others could commit for it stood at segments that told so when they accepted the opening.
 */
final class SlotOpenings {
    private final long[] incarnations = new long[WriterId.MAX_COUNT];
    private final List<List<Long>> bounds = new ArrayList<>(Collections.nCopies(WriterId.MAX_COUNT, List.of()));

    /**
     * A slot is open.
     *
     * @param upTo per slot, up to which seq proposals of earlier incarnations may lie, or others' for them
     */
    void heard(WriterId writer, long incarnation, List<Long> upTo) {
        if (incarnation > incarnations[writer.slot()]) {
            incarnations[writer.slot()] = incarnation;
            bounds.set(writer.slot(), upTo);
        }
    }

    /** The newest incarnation that was heard of; 0 if none was. */
    long incarnation(WriterId writer) {
        return incarnations[writer.slot()];
    }

    /** Whether the slot was opened by a later incarnation than this. */
    boolean isPast(WriterId writer, long incarnation) {
        return incarnations[writer.slot()] > incarnation;
    }

    /** Per slot, up to where the seqs of all incarnations before the newest may reach, and others' for them. */
    List<Long> bounds(WriterId writer) {
        return bounds.get(writer.slot());
    }
}
