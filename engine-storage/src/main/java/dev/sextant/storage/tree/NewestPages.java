package dev.sextant.storage.tree;

import dev.sextant.api.PageId;

/** The newest decided versions of the pages, to edit. Page and version come in one answer, so they belong together. */
@FunctionalInterface
public interface NewestPages {
    /**
     * The newest page and its version; {@link VersionedPage#EMPTY} if none was ever written.
     *
     * @throws PageMissingException if the page is not in memory
     */
    VersionedPage newest(PageId id);
}
