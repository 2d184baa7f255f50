package dev.sextant.conflict.explore;

import dev.sextant.api.ProposalId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Register;
import dev.sextant.conflict.fate.Verdict;
import org.jspecify.annotations.Nullable;

/** What a segment answers. Like a request, it may arrive at any time, any number of times, or never. */
sealed interface Reply {
    /**
     * Whether it can bring its receiver nearer to anything the receiver could not do without it. A refusal cannot: an owner may
     * renounce, and a settler try again, at any time. A fate cannot: who only learned it does nothing more, and the segment that
     * told it may tell everybody.
     */
    default boolean isCountable() {
        return this instanceof Promised || verdict() instanceof Verdict.Accepted || verdict() instanceof Verdict.Closed;
    }

    /** The verdict it carries; null for a promise. */
    default @Nullable Verdict verdict() {
        return null;
    }

    /** To the owner, at ballot 0. */
    record Vote(ProposalId id, Verdict verdict) implements Reply {}

    /** To the owner, at ballot 1. */
    record RenounceVote(ProposalId id, Verdict verdict) implements Reply {}

    /** To a settler's first phase. */
    record Promised(Ballot ballot, Register register) implements Reply {
        @Override
        public String toString() {
            return "Promised(" + ballot + ", has "
                    + (register.accepted() == null ? "nothing" : register.value() + " at " + register.accepted()) + ")";
        }
    }

    /** To a settler's second phase, or the refusal of its first. */
    record SettleVote(Ballot ballot, Verdict verdict) implements Reply {}
}
