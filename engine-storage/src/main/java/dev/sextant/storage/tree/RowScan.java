package dev.sextant.storage.tree;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.page.Page;

/** Visits the rows of a range on the leaves of a walk, until the visitor has enough. */
final class RowScan implements RangeWalk.LeafStep {
    private final PageSource pages;
    private final PageId root;
    private final KeyRange range;
    private final boolean rising;
    private final RowVisitor rows;
    private final LeafVisitor leaves;

    RowScan(PageSource pages, PageId root, KeyRange range, Direction direction, RowVisitor rows, LeafVisitor leaves) {
        this.pages = pages;
        this.root = root;
        this.range = range;
        this.rising = direction == Direction.ASC;
        this.rows = rows;
        this.leaves = leaves;
    }

    @Override
    public boolean leaf(PageId id) {
        Page leaf = pages.page(id);
        boolean sound = leaf.isLeaf() && (!leaf.isUnwritten() || id.equals(root));
        Check.state(sound, "a child was written, one level below its parent", leaf);
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
