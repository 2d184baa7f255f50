package dev.sextant.conflict.fate;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.version.PageVersions;
import dev.sextant.conflict.version.PageVote;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import java.util.List;

/** The production classes with one safety rule taken away, to show that the explorers find what the rule prevents. */
public enum Fault {
    /** A settler decides COMMIT only when it sees a whole quorum hold it, and ABORT otherwise. */
    SETTLES_ONLY_THE_CERTAIN(new Rules() {
        @Override
        boolean mayBeCommitted(Quorums quorums, int commits, int promises) {
            return commits >= quorums.write();
        }
    }),

    /** A segment accepts a proposal although a rival holds its pages. */
    NO_RIVAL_CHECK(new Rules() {
        @Override
        PageVote vote(PageVersions pages, Proposal proposal) {
            PageVote vote = pages.check(proposal);
            return vote instanceof PageVote.Blocked ? new PageVote.Clear(List.of()) : vote;
        }
    }),

    /** Only write against write makes rivals. */
    NO_READ_AGAINST_WRITE(new Rules() {
        @Override
        PageVote vote(PageVersions pages, Proposal proposal) {
            PageVote vote = pages.check(proposal);
            boolean blocked = vote instanceof PageVote.Blocked && writtenByOthers(pages, proposal);
            return vote instanceof PageVote.Blocked && !blocked ? new PageVote.Clear(List.of()) : vote;
        }
    }),

    /** An attempt's replacement is accepted where the attempt was aborted at any ballot, not by its owner alone. */
    REPLACES_AT_ANY_BALLOT(new Rules() {
        @Override
        boolean letsReplacementPass(Register replaced) {
            return replaced.value() == Fate.ABORTED;
        }
    }),

    /** A segment accepts an opening that closes a proposal it holds COMMIT for. */
    OPENS_OVER_STANDING_COMMITS(new Rules() {
        @Override
        boolean heedsStandingCommits() {
            return false;
        }
    });

    @SuppressWarnings("ImmutableEnumChecker") // rules have no state
    private final Rules rules;

    Fault(Rules rules) {
        this.rules = rules;
    }

    /** An acceptor with this fault. */
    public Acceptor acceptor(AcceptorListener listener) {
        return new Acceptor(listener, rules);
    }

    /** A settler with this fault. */
    public Settler settler(ProposalId id, Ballot ballot, Quorums quorums) {
        return new Settler(id, ballot, quorums, rules);
    }

    private static boolean writtenByOthers(PageVersions pages, Proposal proposal) {
        for (PageWrite write : proposal.writes()) {
            for (Proposal holder : pages.holders(write.page())) {
                if (!holder.id().equals(proposal.id()) && writes(holder, write.page(), write.base())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean writes(Proposal proposal, PageId page, VersionId base) {
        return proposal.writes().stream()
                .anyMatch(write -> write.page().equals(page) && write.base().equals(base));
    }
}
