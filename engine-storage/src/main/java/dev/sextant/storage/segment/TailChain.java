package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.fate.Fate;
import dev.sextant.conflict.fate.Fates;
import org.jspecify.annotations.Nullable;

/**
 * Walks what a tail keeps of one page, oldest first: the deltas that its floor does not see. The first of them was made on a version
 * that the floor sees, whose delta may be gone; from there on they are a chain as anywhere else.
 */
final class TailChain {
    private final PageId page;
    private final ReadPoint at;
    private final ReadPoint floor;
    private final Fates fates;
    /** Null before the first delta that is kept. */
    private @Nullable PageChain chain;

    /**
     * A walk.
     *
     * @param at what is looked at; it covers the floor
     */
    TailChain(PageId page, ReadPoint at, ReadPoint floor, Fates fates) {
        this.page = page;
        this.at = at;
        this.floor = floor;
        this.fates = fates;
    }

    boolean ended() {
        return chain != null && chain.ended();
    }

    /** Walks on over an entry of REDO. */
    void walk(StoredEntry entry, PageChain.Step step) {
        VersionId version = SegmentKeys.versionOf(entry.key());
        PageChain begun = chain;
        if (begun == null) {
            if (floor.sees(version) || fates.of(version.proposal()) != Fate.COMMITTED) {
                return; // what the floor sees is on its way out
            }
            VersionId base = SegmentRecords.delta(entry.value()).base();
            boolean onFloor = base.isNone() || floor.sees(base);
            // Beyond what is looked at something may be missing; it is on its way.
            if (!onFloor && (at.sees(version) || at.sees(base))) {
                throw new ChainBrokenException(page + " begins with " + version + " made on " + base
                        + ", which is not here and not collected");
            }
            begun = new PageChain(page, at, fates, base);
            chain = begun;
        }
        begun.walk(entry, step);
    }

    /**
     * Ends the walk: nothing that is known and seen may be missing at its end.
     *
     * @param known the newest version of the page that is known here
     * @return the newest version that is seen; null if it cannot be told, since all that follows it is still on its way
     */
    @Nullable
    VersionId newest(VersionId known) {
        PageChain walked = chain;
        if (walked != null) {
            boolean certain = walked.requireNewest(known);
            return certain ? walked.newest() : null;
        }
        if (known.isNone() || floor.sees(known)) {
            return known;
        }
        if (at.sees(known)) {
            throw new ChainBrokenException(page + " has no delta left where " + known + " is known");
        }
        return null;
    }
}
