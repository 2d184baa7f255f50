package dev.sextant.replication.writer;

import dev.sextant.api.WriterId;

/**
 * The newest opening of each slot that this writer has heard of. Once a slot is open under an incarnation, no earlier one proposes
 * anything that can commit and is not there yet: the opening closed the seqs behind the highest that a write quorum knew.
 */
final class SlotOpenings {
    private final long[] incarnations = new long[WriterId.MAX_COUNT];
    private final long[] upTo = new long[WriterId.MAX_COUNT];

    /**
     * A slot is open.
     *
     * @param before all seqs of earlier incarnations are at or below this one
     */
    void heard(WriterId writer, long incarnation, long before) {
        if (incarnation > incarnations[writer.slot()]) {
            incarnations[writer.slot()] = incarnation;
            upTo[writer.slot()] = before;
        }
    }

    /** Whether the slot was opened by a later incarnation than this. */
    boolean isPast(WriterId writer, long incarnation) {
        return incarnations[writer.slot()] > incarnation;
    }

    /** Up to where the seqs of all incarnations before the newest may reach. */
    long upTo(WriterId writer) {
        return upTo[writer.slot()];
    }
}
