package dev.sextant.storage.tree;

import dev.sextant.api.PageId;

/** Draws the ids of new pages. An id is drawn once in the life of a volume. */
public interface PageAllocator {
    PageId next();

    /** The first of so many new pages with consecutive ids. */
    PageId nextRun(int count);
}
