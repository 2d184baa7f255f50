package dev.sextant.conflict.fate;

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

    /** Whether an undecided register of an earlier attempt lets the attempt that replaces it be accepted. */
    boolean letsReplacementPass(Register replaced) {
        return replaced.renouncedByOwner();
    }

    /** Whether an opening is refused while a COMMIT that it would close stands. */
    boolean heedsStandingCommits() {
        return true;
    }

    /** Whether a settler that saw {@code commits} COMMITs in {@code promises} promises must reckon with a commit. */
    boolean mayBeCommitted(Quorums quorums, int commits, int promises) {
        return quorums.mayBeChosen(commits, promises);
    }
}
