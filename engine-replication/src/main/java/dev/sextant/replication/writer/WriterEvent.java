package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.fate.Fate;
import java.util.List;

/** What an operator may want to know of a writer. */
public sealed interface WriterEvent {
    /** The slot is open under an incarnation: the writer takes commits. */
    record SlotOpened(long incarnation) implements WriterEvent {}

    /** The slot is open although these, and maybe more, could not be settled. Told before {@link SlotOpened}. */
    record OpenedInDoubt(List<ProposalId> proposals) implements WriterEvent {
        public OpenedInDoubt {
            proposals = List.copyOf(proposals);
        }
    }

    /** Another process holds the slot under a higher incarnation: this writer can commit nothing any more. */
    record Fenced(long byIncarnation) implements WriterEvent {}

    /**
     * This writer was away for longer than history is kept: nobody tells it one by one what it missed. It gives its slot up and
     * begins anew.
     */
    record LeftBehind(ReadPoint applied) implements WriterEvent {}

    /**
     * The volume was taken back to an earlier state, by whichever writer, and this one follows.
     *
     * @param backtrack the proposal that did it
     * @param target the state that the volume is in again
     */
    record Rewound(ProposalId backtrack, ReadPoint target) implements WriterEvent {}

    /** A proposal whose owner did not answer was given its fate by this writer. */
    record Settled(ProposalId proposal, Fate fate) implements WriterEvent {}

    /** A proposal cannot be settled until more segments answer. */
    record InDoubt(ProposalId proposal) implements WriterEvent {}
}
