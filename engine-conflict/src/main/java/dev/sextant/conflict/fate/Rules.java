package dev.sextant.conflict.fate;

import dev.sextant.api.ProposalId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.version.PageVersions;
import dev.sextant.conflict.version.PageVote;
import dev.sextant.conflict.version.Proposal;

/**
 * The decisions that safety hangs on, one method each, in the one place where a test can take one of them away to show that
 * the explorers then find what it prevents. There is no other implementation outside the tests.
 */
class Rules {
    static final Rules PROTOCOL = new Rules();

    /** What the pages of a proposal say to it: stale, blocked by a rival, or clear. */
    PageVote vote(PageVersions pages, Proposal proposal) {
        return pages.check(proposal);
    }

    /**
     * Whether a backtrack rests on everything that is known committed (I19), so that it undoes all of that or keeps all of it; a commit
     * it does not know of would be neither.
     */
    boolean restsOnAllCommits(Fates fates, Proposal backtrack) {
        boolean all = true;
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            for (long seq : backtrack.deps().missing(writer)) {
                all &= fates.of(new ProposalId(writer, seq)) != Fate.COMMITTED;
            }
            all &= fates.highestCommitted(writer) <= backtrack.deps().upTo(writer);
        }
        return all;
    }

    /** Whether an undecided register of an earlier attempt lets the attempt that replaces it be accepted. */
    boolean letsReplacementPass(Register replaced) {
        return replaced.renouncedByOwner();
    }

    /** Whether an opening is refused while a COMMIT that it would close stands. */
    boolean heedsStandingCommits() {
        return true;
    }

    /** Whether the opening of a slot keeps out what its former holders have handed over to others. */
    boolean delegatorsBind() {
        return true;
    }

    /** Whether a settler that saw {@code commits} COMMITs in {@code promises} promises must reckon with a commit. */
    boolean mayBeCommitted(Quorums quorums, int commits, int promises) {
        return quorums.mayBeChosen(commits, promises);
    }
}
