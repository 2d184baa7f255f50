package dev.sextant.storage.tree;

import dev.sextant.api.PageId;
import dev.sextant.storage.page.Page;

/** The pages of a volume as of one moment: the same id always gives the same page. */
@FunctionalInterface
public interface PageSource {
    /**
     * The page; {@link Page#EMPTY} itself if no version of it was ever written.
     *
     * @throws PageMissingException if the page is not in memory: fetch it, then ask again
     */
    Page page(PageId id);
}
