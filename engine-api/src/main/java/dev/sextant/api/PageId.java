package dev.sextant.api;

/**
 * A page of the volume: the unit storage votes on. Page 0 is the root of the catalog, and the roots of tables have ids that the
 * catalog hands out; all others carry the slot and the incarnation of the writer that made them, so that two writers never
 * draw the same one.
 */
public record PageId(long value) implements Comparable<PageId> {
    /** The root page of the catalog, the tree that maps table names to their root pages. */
    public static final PageId CATALOG_ROOT = new PageId(0);

    /**
     * The page that stands for the line of history the volume follows. It has no rows. Every proposal reads it and only a
     * backtrack writes it, so a backtrack conflicts with all that goes on beside it.
     */
    public static final PageId LINE = new PageId(0xC000_00FF_FFFF_FFFFL);

    @Override
    public int compareTo(PageId other) {
        return Long.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return "page-" + Long.toHexString(value);
    }
}
