package dev.sextant.conflict.explore;

import dev.sextant.api.ProposalId;
import dev.sextant.conflict.fate.Ballot;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.version.BaseReaders;
import dev.sextant.conflict.version.Proposal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is sent to every segment. Once sent, it may arrive at each of them at any time, any number of times, or never. */
sealed interface Request {
    ProposalId id();

    /** Ballot 0. */
    record Propose(Proposal proposal) implements Request {
        @Override
        public ProposalId id() {
            return proposal.id();
        }

        @Override
        public String toString() {
            return "Propose(" + id() + ")";
        }
    }

    /** Ballot 1. */
    record Renounce(ProposalId id) implements Request {}

    /** A settler's first phase. */
    record Prepare(ProposalId id, Ballot ballot) implements Request {}

    /** A settler's second phase. */
    record Settle(
            ProposalId id,
            Ballot ballot,
            Fate value,
            @Nullable Proposal content) implements Request {
        @Override
        public String toString() {
            return "Settle(" + id + " at " + ballot + ", " + value + ")";
        }
    }

    /** A fate, told by somebody who knows it; owners and settlers hear it too. */
    record News(
            ProposalId id,
            Fate fate,
            boolean counted,
            List<BaseReaders> readers,
            @Nullable Proposal content) implements Request {
        @Override
        public String toString() {
            return "News(" + id + " " + fate + (counted ? ", readers " + readers : "")
                    + (content == null ? "" : ", with content") + ")";
        }
    }
}
