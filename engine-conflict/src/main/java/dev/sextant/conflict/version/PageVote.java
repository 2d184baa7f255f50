package dev.sextant.conflict.version;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import java.util.List;

/** What the pages of a proposal say to it at one segment. */
public sealed interface PageVote {
    /** Nothing is in the way. Lists the committed readers of each base the proposal overwrites. */
    record Clear(List<BaseReaders> readers) implements PageVote {}

    /** A newer version of a page is decided. */
    record Stale(PageId page, VersionId newer) implements PageVote {}

    /** Undecided proposals hold the same base; the oldest of them is named. */
    record Blocked(Rival oldest) implements PageVote {}
}
