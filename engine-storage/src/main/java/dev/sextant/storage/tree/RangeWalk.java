package dev.sextant.storage.tree;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.page.Page;

/** Walks the inner pages above a range, in the direction asked for, and names the leaves that cover it, one by one. */
final class RangeWalk {
    private final PageSource pages;
    private final KeyRange range;
    private final boolean rising;
    private final LeafStep step;

    /** What to do at a leaf. */
    @FunctionalInterface
    interface LeafStep {
        /** Returns whether to go on. */
        boolean leaf(PageId id);
    }

    RangeWalk(PageSource pages, KeyRange range, Direction direction, LeafStep step) {
        this.pages = pages;
        this.range = range;
        this.rising = direction == Direction.ASC;
        this.step = step;
    }

    void walk(PageId root) {
        Page page = pages.page(root);
        if (page.isLeaf()) {
            step.leaf(root);
        } else {
            inner(page);
        }
    }

    /** Returns whether to go on. */
    private boolean inner(Page page) {
        Check.state(page.isInner() && page.count() > 0, "a tree consists of inner pages and leaves", page);
        int first = Math.max(0, page.floor(range.from()));
        int last = Math.max(first, lastChild(page));
        boolean more = true;
        for (int i = 0; more && i <= last - first; i++) {
            PageId child = page.child(rising ? first + i : last - i);
            more = page.level() == 1 ? step.leaf(child) : inner(Tree.below(page, pages.page(child)));
        }
        return more;
    }

    /** The last child that can hold a key of the range. */
    private int lastChild(Page page) {
        byte[] to = range.to();
        if (to == null) {
            return page.count() - 1;
        }
        int at = page.find(to);
        if (at >= 0) {
            return range.toIncluded() ? at : at - 1;
        }
        return -at - 2;
    }
}
