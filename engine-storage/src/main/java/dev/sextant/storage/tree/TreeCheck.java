package dev.sextant.storage.tree;

import dev.sextant.api.PageId;
import dev.sextant.storage.page.OverflowRef;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageCorruptException;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.page.PageKind;
import dev.sextant.storage.page.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Walks a whole tree and reports everything that is wrong with it: damaged pages, pages of the wrong kind, level or size,
 * keys outside the range their parent gives them, pages reached twice, large values that are not all there. (Order within a
 * page is checked where its bytes come in.) Goes on past a problem wherever that makes sense.
 */
public final class TreeCheck {
    /** The most problems one check reports; a tree that has more needs no longer list. */
    public static final int MAX_PROBLEMS = 1_000;

    private final PageSource pages;
    private final PageFormat format;
    private final NavigableSet<PageId> seen;
    private final List<Problem> problems = new ArrayList<>();

    private TreeCheck(PageSource pages, PageFormat format, NavigableSet<PageId> seen) {
        this.pages = pages;
        this.format = format;
        this.seen = seen;
    }

    /** What is wrong, and on which page. */
    public record Problem(PageId page, String what) {
        @Override
        public String toString() {
            return page + ": " + what;
        }
    }

    /** The problems of one tree, none if it is sound. Throws {@link PageMissingException} as every reader does. */
    public static List<Problem> check(PageSource pages, PageId root, PageFormat format) {
        return check(pages, root, format, new TreeSet<>());
    }

    /**
     * As {@link #check(PageSource, PageId, PageFormat)}, for one of several trees, which have no page in common.
     *
     * @param reached the pages of the trees checked before; this one's are added
     */
    public static List<Problem> check(PageSource pages, PageId root, PageFormat format, NavigableSet<PageId> reached) {
        TreeCheck check = new TreeCheck(pages, format, reached);
        Page page = check.enter(root);
        if (page != null) {
            check.visit(root, page, new byte[0], null);
        }
        return List.copyOf(check.problems);
    }

    /** The page, if it can be read and was not reached before. */
    private @Nullable Page enter(PageId id) {
        if (!seen.add(id)) {
            report(id, "is reached twice");
            return null;
        }
        try {
            Page page = pages.page(id);
            if (!format.fits(page.sizeBytes())) {
                report(id, "has " + page.sizeBytes() + " bytes, more than a page");
            }
            return page;
        } catch (PageCorruptException e) {
            report(id, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void visit(PageId id, Page page, byte[] low, byte @Nullable [] high) {
        if (page.isLeaf()) {
            visitLeaf(id, page, low, high);
        } else if (page.isInner()) {
            visitInner(id, page, low, high);
        } else {
            report(id, "is " + page.kind() + " where a tree's page should be");
        }
    }

    private void visitLeaf(PageId id, Page leaf, byte[] low, byte @Nullable [] high) {
        checkBounds(id, leaf, low, high);
        for (int i = 0; i < leaf.count(); i++) {
            Row row = leaf.row(i);
            if (row.isLarge()) {
                visitOverflow(id, row.overflow());
            }
        }
    }

    private void visitInner(PageId id, Page page, byte[] low, byte @Nullable [] high) {
        if (page.count() == 0) {
            report(id, "is an inner page without children");
            return;
        }
        checkBounds(id, page, low, high);
        if (page.compareKey(0, low) != 0) {
            report(id, "its first separator is not the lowest key it can be asked for");
        }
        for (int i = 0; i < page.count(); i++) {
            PageId childId = page.child(i);
            Page child = enter(childId);
            if (child == null) {
                continue;
            }
            if (child.level() != page.level() - 1) {
                report(childId, "is at level " + child.level() + " below level " + page.level());
                continue;
            }
            if (child.isUnwritten()) {
                report(childId, "was never written, but " + id + " refers to it");
            }
            visit(childId, child, page.key(i), i + 1 < page.count() ? page.key(i + 1) : high);
        }
    }

    /** Keys rise within a page, so the first and the last tell. */
    private void checkBounds(PageId id, Page page, byte[] low, byte @Nullable [] high) {
        if (page.count() == 0) {
            return;
        }
        if (page.compareKey(0, low) < 0) {
            report(id, "its first key is before its separator " + Arrays.toString(low));
        }
        if (high != null && page.compareKey(page.count() - 1, high) >= 0) {
            report(id, "its last key is not before the next separator " + Arrays.toString(high));
        }
    }

    private void visitOverflow(PageId leaf, OverflowRef overflow) {
        long bytes = 0;
        for (int i = 0; i < overflow.pageCount(); i++) {
            Page page = enter(overflow.page(i));
            if (page == null) {
                return;
            }
            if (page.kind() != PageKind.OVERFLOW) {
                report(overflow.page(i), "is " + page.kind() + ", but " + leaf + " has a large value there");
                return;
            }
            bytes += page.payloadBytes();
        }
        if (bytes != overflow.valueBytes()) {
            report(leaf, "a large value of " + overflow.valueBytes() + " bytes has " + bytes + " on its pages");
        }
    }

    private void report(PageId page, String what) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(new Problem(page, what));
        }
    }
}
