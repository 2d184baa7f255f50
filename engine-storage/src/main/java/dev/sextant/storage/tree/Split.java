package dev.sextant.storage.tree;

import dev.sextant.storage.page.NewRow;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageChanges;
import java.util.Arrays;

/**
 * A page that had no room for a row, as two pages with the row in one of them. Rows from the separator on are on the right.
 *
 * <p>Invariants: neither side is empty; both fit a page, since no row takes more than a quarter of one and the cut is at most
 * half a row from the middle.
 */
record Split(Page left, Page right, byte[] separator) {
    /** Cuts in the middle of the bytes. */
    static Split inHalf(Page page, NewRow row) {
        int found = page.find(row.key());
        Page others = found >= 0 ? PageChanges.remove(page, found) : page;
        int at = found >= 0 ? found : -found - 1;
        int cut = middle(others, at, row);
        int rows = others.count();
        boolean rowGoesLeft = at < cut;
        int leftRows = rowGoesLeft ? cut - 1 : cut;
        Page left = PageChanges.slice(others, 0, leftRows);
        Page right = PageChanges.slice(others, leftRows, rows);
        return rowGoesLeft ? of(PageChanges.put(left, row), right) : of(left, PageChanges.put(right, row));
    }

    /** Leaves all rows where they are and puts the new one, which is the last, on a page of its own. */
    static Split atEnd(Page page, NewRow row) {
        Page none = PageChanges.slice(page, page.count(), page.count());
        return of(page, PageChanges.put(none, row));
    }

    private static Split of(Page left, Page right) {
        return new Split(left, right, separator(left, right));
    }

    /** How many rows, the new one counted in at its place, go left so that the sides differ least. */
    private static int middle(Page others, int at, NewRow row) {
        int rows = others.count() + 1;
        int total = row.sizeBytes();
        for (int i = 0; i < others.count(); i++) {
            total += others.rowBytes(i);
        }
        int best = 1;
        int bestDifference = Integer.MAX_VALUE;
        int left = 0;
        for (int cut = 1; cut < rows; cut++) {
            int last = cut - 1;
            left += last == at ? row.sizeBytes() : others.rowBytes(last < at ? last : last - 1);
            int difference = Math.abs(total - 2 * left);
            if (difference < bestDifference) {
                best = cut;
                bestDifference = difference;
            }
        }
        return best;
    }

    /**
     * The key from which on the right page is asked. Above leaves it is only as long as it must be to part the two sides,
     * which makes inner pages wider; above inner pages it is the right page's own first separator.
     */
    private static byte[] separator(Page left, Page right) {
        byte[] first = right.key(0);
        if (!right.isLeaf()) {
            return first;
        }
        byte[] last = left.key(left.count() - 1);
        int common = Arrays.mismatch(last, first);
        return Arrays.copyOf(first, common + 1);
    }
}
