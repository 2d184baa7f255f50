package dev.sextant.storage.tree;

import dev.sextant.api.VersionId;
import dev.sextant.storage.page.Page;

/** A page with the id of its version; {@link Page#EMPTY} and {@link VersionId#NONE} for a page never written. */
public record VersionedPage(Page page, VersionId version) {
    public static final VersionedPage EMPTY = new VersionedPage(Page.EMPTY, VersionId.NONE);
}
