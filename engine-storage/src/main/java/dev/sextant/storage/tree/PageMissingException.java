package dev.sextant.storage.tree;

import dev.sextant.api.PageId;

/**
 * A page is not in memory. No failure: whoever wanted the page fetches it and starts over, which is safe because nothing was
 * changed. Carries no stack trace, since it is thrown where a cache misses.
 */
public final class PageMissingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient PageId page;

    public PageMissingException(PageId page) {
        super(null, null, false, false);
        this.page = page;
    }

    /** The page to fetch. */
    public PageId page() {
        return page;
    }

    @Override
    public String getMessage() {
        return page + " is not in memory";
    }
}
