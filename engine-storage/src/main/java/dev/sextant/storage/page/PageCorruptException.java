package dev.sextant.storage.page;

import dev.sextant.api.PageId;

/**
 * The bytes are not the image of a page: nothing was taken from them. Other copies of the page are unharmed; take it from
 * another segment.
 */
public final class PageCorruptException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient PageId page;

    public PageCorruptException(PageId page, String problem) {
        super(page + " is damaged (" + problem + "); nothing of it was used: take it from another segment");
        this.page = page;
    }

    public PageId page() {
        return page;
    }
}
