package dev.sextant.storage.tree;

import dev.sextant.api.PageId;

/**
 * The ids of trees' root pages. A tree's first version can be written by any writer, and its root must have its id before
 * that: so root ids come from the range of incarnation 0, which no writer ever has, and are drawn at random:
 *
 * <pre>
 *  bits 63..62  random
 *  bits 61..40  0
 *  bits 39..0   random
 * </pre>
 *
 * <p>Of all these ids only the catalog's and that of the line are fixed. Two tables may draw the same one; whoever hands them out keeps a record
 * of each, and draws again.
 */
public final class RootPageIds {
    private static final long RANDOM_BITS =
            ~(IncarnationPageAllocator.MAX_INCARNATION << IncarnationPageAllocator.COUNTER_BITS);

    private RootPageIds() {}

    /** The id of a root other than the catalog's, made of random bits. */
    public static PageId of(long random) {
        long id = random & RANDOM_BITS;
        boolean fixed = id == PageId.CATALOG_ROOT.value() || id == PageId.LINE.value();
        return new PageId(fixed ? 1 : id);
    }

    /** Whether the page is a tree's root by its id, the catalog's included. */
    public static boolean isRoot(PageId page) {
        return (page.value() & ~RANDOM_BITS) == 0;
    }
}
