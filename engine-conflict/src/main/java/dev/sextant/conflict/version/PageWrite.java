package dev.sextant.conflict.version;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import java.util.Arrays;

/**
 * A redo record without its version, which is the same for all pages of a proposal: the page, the version the change was made
 * on, and the change. The delta's bytes are shared, never copied and never changed.
 */
public final class PageWrite {
    private final PageId page;
    private final VersionId base;
    private final byte[] delta;

    public PageWrite(PageId page, VersionId base, byte[] delta) {
        this.page = page;
        this.base = base;
        this.delta = delta;
    }

    public PageId page() {
        return page;
    }

    /** The version the change was made on; {@link VersionId#NONE} when the page is new. */
    public VersionId base() {
        return base;
    }

    /** The encoded change; not to be modified. */
    public byte[] delta() {
        return delta;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof PageWrite other
                && page.equals(other.page)
                && base.equals(other.base)
                && Arrays.equals(delta, other.delta);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * page.hashCode() + base.hashCode()) + Arrays.hashCode(delta);
    }

    @Override
    public String toString() {
        return page + "@" + base + "+" + delta.length + "B";
    }
}
