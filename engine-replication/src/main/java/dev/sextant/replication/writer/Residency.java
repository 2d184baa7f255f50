package dev.sextant.replication.writer;

import dev.sextant.api.PageId;

/**
 * Decides which pages stay in a writer's buffer pool. It hears of use and of size, and asks for a page to go by handing the
 * writer's loop an {@link WriterInput.Evict}; the loop refuses while the page is in use by a proposal, and says
 * {@link #sized} again once it is not. Called from the loop, {@link #touched} from any thread.
 */
public interface Residency {
    /** A page was read. */
    void touched(PageId page);

    /** A page's versions in memory now take so many bytes; 0 if it left. */
    void sized(PageId page, int sizeBytes);
}
