package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.fate.Fate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an operator may want to know of a writer or a read replica. */
public sealed interface WriterEvent {
    /** The slot is open under an incarnation: the writer takes commits. */
    record SlotOpened(long incarnation) implements WriterEvent {}

    /** The slot is open although these, and maybe more, could not be settled. Told before {@link SlotOpened}. */
    record OpenedInDoubt(List<ProposalId> proposals) implements WriterEvent {
        public OpenedInDoubt {
            proposals = List.copyOf(proposals);
        }
    }

    /** A read replica has caught up: it answers reads from this point on. */
    record ReplicaOpened(ReadPoint applied) implements WriterEvent {}

    /** Another process holds the slot under a higher incarnation: this writer can commit nothing any more. */
    record Fenced(long byIncarnation) implements WriterEvent {}

    /**
     * This writer or replica was away for longer than history is kept: nobody tells it one by one what it missed. It begins anew; a
     * writer gives its slot up for that.
     */
    record LeftBehind(ReadPoint applied) implements WriterEvent {}

    /**
     * The volume was taken back to an earlier state, by whichever writer, and this one follows.
     *
     * @param backtrack the proposal that did it
     * @param target the state that the volume is in again
     */
    record Rewound(ProposalId backtrack, ReadPoint target) implements WriterEvent {}

    /**
     * A proposal whose owner did not answer was given its fate by this writer.
     *
     * @param nanos since this writer took it up
     */
    record Settled(ProposalId proposal, Fate fate, long nanos) implements WriterEvent {}

    /** A proposal cannot be settled until more segments answer. */
    record InDoubt(ProposalId proposal) implements WriterEvent {}

    /**
     * A proposal of this writer lost a page to another one; its transactions are checked again, by row, on the newer version.
     *
     * @param page which page; null if the proposal has several, and it is not known for which it lost
     */
    record PageLost(ProposalId proposal, @Nullable PageId page) implements WriterEvent {
        @Override
        public boolean isRoutine() {
            return true;
        }
    }

    /** Whether it happens all the time in a cluster where nothing is wrong, so that only who looks for it wants to hear of it. */
    default boolean isRoutine() {
        return false;
    }
}
