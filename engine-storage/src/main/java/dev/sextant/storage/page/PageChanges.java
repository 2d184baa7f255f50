package dev.sextant.storage.page;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.function.Predicate;

/** The steps by which a working page is edited. Each makes a new page; rows that a step does not name keep their LSN. */
public final class PageChanges {
    private static final byte[] LEAST_KEY = {};

    private PageChanges() {}

    /** The page with a row inserted or replaced. A leaf row gets the LSN {@link RowLsn#SELF}. */
    public static Page put(Page page, NewRow row) {
        Check.state(page.kind().hasRows(), "the page holds rows");
        int found = page.find(row.key());
        int at = found >= 0 ? found : -found - 1;
        int after = found >= 0 ? at + 1 : at;
        int replaced = page.rowAt(after) - page.rowAt(at);
        int rows = page.count() + 1 - (after - at);
        return new PageAssembler(page.kind(), page.level(), rows, rowBytes(page) - replaced + row.sizeBytes())
                .copy(page, 0, at)
                .row(row, row.word())
                .copy(page, after, page.count())
                .page();
    }

    /** The rows {@code from..to - 1} on a page of their own, of the same kind and level. */
    public static Page slice(Page page, int from, int to) {
        if (from == 0 && to == page.count()) {
            return page;
        }
        return new PageAssembler(page.kind(), page.level(), to - from, page.rowAt(to) - page.rowAt(from))
                .copy(page, from, to)
                .page();
    }

    /** The page without one of its rows. */
    public static Page remove(Page page, int index) {
        return new PageAssembler(page.kind(), page.level(), page.count() - 1, rowBytes(page) - page.rowBytes(index))
                .copy(page, 0, index)
                .copy(page, index + 1, page.count())
                .page();
    }

    /** The leaf without the tombstones that nobody needs any more; the same page if there are none. */
    public static Page purge(Page leaf, Predicate<Lsn> unneeded) {
        int rows = 0;
        int bytes = 0;
        boolean[] gone = new boolean[leaf.count()];
        for (int i = 0; i < leaf.count(); i++) {
            gone[i] = leaf.isTombstone(i) && leaf.word(i) != RowLsn.SELF_VALUE && unneeded.test(leaf.lsn(i));
            if (!gone[i]) {
                rows++;
                bytes += leaf.rowBytes(i);
            }
        }
        if (rows == leaf.count()) {
            return leaf;
        }
        PageAssembler kept = new PageAssembler(leaf.kind(), leaf.level(), rows, bytes);
        for (int i = 0; i < leaf.count(); i++) {
            if (!gone[i]) {
                kept.copy(leaf, i, i + 1);
            }
        }
        return kept.page();
    }

    /** An inner page of two children: what a root becomes when its content has moved down. */
    public static Page inner(int level, PageId left, byte[] separator, PageId right) {
        Check.state(level > 0 && level <= Page.MAX_LEVEL, "a tree has at most " + Page.MAX_LEVEL + " levels", level);
        NewRow first = NewRow.child(LEAST_KEY, left);
        NewRow second = NewRow.child(separator, right);
        return new PageAssembler(PageKind.INNER, level, 2, first.sizeBytes() + second.sizeBytes())
                .row(first, left.value())
                .row(second, right.value())
                .page();
    }

    /** An overflow page with a stretch of a value. */
    public static Page overflow(byte[] value, int from, int to) {
        return new PageAssembler(PageKind.OVERFLOW, 0, 0, to - from)
                .append(value, from, to - from)
                .page();
    }

    private static int rowBytes(Page page) {
        return page.rowAt(page.count()) - page.rowAt(0);
    }
}
