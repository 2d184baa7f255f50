package dev.sextant.storage.tree;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.page.Page;

/** One scan: walks the children that meet the range, in the direction asked for, until the visitor has enough. */
final class TreeScan {
    private final PageSource pages;
    private final KeyRange range;
    private final boolean rising;
    private final RowVisitor rows;
    private final LeafVisitor leaves;

    TreeScan(PageSource pages, KeyRange range, Direction direction, RowVisitor rows, LeafVisitor leaves) {
        this.pages = pages;
        this.range = range;
        this.rising = direction == Direction.ASC;
        this.rows = rows;
        this.leaves = leaves;
    }

    /** Visits what is below a page. Returns whether to go on. */
    boolean visit(PageId id, Page page) {
        return page.isLeaf() ? visitLeaf(id, page) : visitInner(page);
    }

    private boolean visitInner(Page page) {
        Check.state(page.isInner() && page.count() > 0, "a tree consists of inner pages and leaves", page);
        int first = Math.max(0, page.floor(range.from()));
        int last = Math.max(first, lastChild(page));
        boolean more = true;
        for (int i = 0; more && i <= last - first; i++) {
            PageId child = page.child(rising ? first + i : last - i);
            more = visit(child, Tree.below(page, pages.page(child)));
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

    private boolean visitLeaf(PageId id, Page leaf) {
        leaves.leaf(id);
        int first = firstRow(leaf);
        int last = lastRow(leaf);
        boolean more = true;
        for (int i = 0; more && i <= last - first; i++) {
            more = rows.row(leaf.row(rising ? first + i : last - i));
        }
        return more;
    }

    private int firstRow(Page leaf) {
        int at = leaf.find(range.from());
        if (at < 0) {
            return -at - 1;
        }
        return range.fromIncluded() ? at : at + 1;
    }

    private int lastRow(Page leaf) {
        byte[] to = range.to();
        if (to == null) {
            return leaf.count() - 1;
        }
        int at = leaf.find(to);
        if (at < 0) {
            return -at - 2;
        }
        return range.toIncluded() ? at : at - 1;
    }
}
