package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Fates;
import org.jspecify.annotations.Nullable;

/**
 * Walks the stored deltas of one page, oldest first, through those that a read point sees: committed, and each made on the one
 * before.
 *
 * <p>The versions a read point sees are the beginning of the page's chain, since it sees the bases of all it sees. So the walk
 * ends at the first commit it does not see.
 *
 * <p>That its last delta is not lost shows in what follows it: the first that is not seen is made on it, or there is none. Where
 * what follows was made on something that is neither seen nor here, as while a segment lacks a commit that was lost on the way, the
 * end is not certain.
 */
final class PageChain {
    private final PageId page;
    private final ReadPoint at;
    private final Fates fates;
    /** Versions after it are not seen, whatever the point says; null if there is no such one. */
    private final @Nullable VersionId last;

    private VersionId newest;
    private boolean ended;
    private boolean isFollowed;

    PageChain(PageId page, ReadPoint at, Fates fates, VersionId start) {
        this(page, at, fates, start, null);
    }

    PageChain(PageId page, ReadPoint at, Fates fates, VersionId start, @Nullable VersionId last) {
        this.last = last;
        this.page = page;
        this.at = at;
        this.fates = fates;
        newest = start;
    }

    private boolean sees(VersionId version) {
        return at.sees(version) && (last == null || version.compareTo(last) <= 0);
    }

    /** The last version walked through. */
    VersionId newest() {
        return newest;
    }

    /** Whether nothing further can be seen. */
    boolean ended() {
        return ended;
    }

    /** What happens with each delta that is part of the chain. */
    @FunctionalInterface
    interface Step {
        void take(VersionId version, SegmentRecords.StoredDelta delta);
    }

    /** Walks on over an entry of REDO. */
    void walk(StoredEntry entry, Step step) {
        VersionId version = SegmentKeys.versionOf(entry.key());
        if (ended || fates.of(version.proposal()) != Fate.COMMITTED) {
            return;
        }
        SegmentRecords.StoredDelta delta = SegmentRecords.delta(entry.value());
        boolean seen = sees(version);
        // What the first that is not seen was made on may be seen, and then must not be what is missing here.
        if (!delta.base().equals(newest) && (seen || sees(delta.base()))) {
            throw new ChainBrokenException(page + " has " + version + " made on " + delta.base() + " where " + newest
                    + " is the version before");
        }
        if (!seen) {
            ended = true;
            isFollowed = delta.base().equals(newest);
            return;
        }
        step.take(version, delta);
        newest = version;
    }

    /**
     * Ends the walk: nothing that is known and seen may be missing at its end. Returns whether it is certain that nothing else that
     * is seen is missing there.
     *
     * @param known the newest version of the page that is known here
     */
    boolean requireNewest(VersionId known) {
        if (sees(known) && known.compareTo(newest) > 0) {
            throw new ChainBrokenException(page + " ends at " + newest + " where " + known + " is known");
        }
        return isFollowed || known.compareTo(newest) <= 0;
    }
}
