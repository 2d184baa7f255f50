package dev.sextant.storage.tree;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.page.OverflowRef;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageKind;
import dev.sextant.storage.page.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a B+tree over the pages of one moment. The root's page id never changes: a root that splits moves its content down.
 *
 * <p>An inner row is a separator and the child that holds all keys from it up to the next separator; the first separator of
 * an inner page is the lowest key the page can be asked for.
 *
 * <p>Every method throws {@link PageMissingException} where a page is not in memory; after fetching it the caller starts over.
 *
 * <p>Invariant: a level down is one less, so every walk ends, whatever the pages say.
 */
public final class Tree {
    private Tree() {}

    /** The row of a key, be it a tombstone; null if there is none. */
    public static @Nullable Row get(PageSource pages, PageId root, byte[] key) {
        return find(leaf(pages, pages.page(root), key), key);
    }

    /** As {@link #get(PageSource, PageId, byte[])}, and names the leaf that covers the key. */
    public static @Nullable Row get(PageSource pages, PageId root, byte[] key, LeafVisitor leaves) {
        PageId id = leafFor(pages, root, key);
        leaves.leaf(id);
        return find(pages.page(id), key);
    }

    /** The leaf page that covers a key, whether or not it has a row. */
    public static PageId leafFor(PageSource pages, PageId root, byte[] key) {
        PageId id = root;
        Page page = pages.page(root);
        while (!page.isLeaf()) {
            id = childFor(page, key);
            page = below(page, pages.page(id));
        }
        return id;
    }

    private static Page leaf(PageSource pages, Page root, byte[] key) {
        Page page = root;
        while (!page.isLeaf()) {
            page = below(page, pages.page(childFor(page, key)));
        }
        return page;
    }

    private static @Nullable Row find(Page leaf, byte[] key) {
        int at = leaf.find(key);
        return at >= 0 ? leaf.row(at) : null;
    }

    private static PageId childFor(Page page, byte[] key) {
        return page.child(childIndex(page, key));
    }

    /** The index of the child that covers a key. */
    static int childIndex(Page inner, byte[] key) {
        Check.state(inner.isInner(), "a tree consists of inner pages and leaves", inner);
        int at = inner.floor(key);
        Check.state(at >= 0, "the first separator of an inner page is before every key it is asked for");
        return at;
    }

    /** The child page, known to be written and one level below its parent. */
    static Page below(Page parent, Page child) {
        boolean sound = child.kind().equals(parent.level() == 1 ? PageKind.LEAF : PageKind.INNER)
                && child.level() == parent.level() - 1
                && !child.isUnwritten();
        Check.state(sound, "a child was written, one level below its parent", child);
        return child;
    }

    /**
     * Visits the rows of a range, tombstones included, and names the leaves that cover it up to where the visitor stopped.
     *
     * <p>If a page is missing in the midst of a scan, what was visited stays valid: after fetching the page the caller goes
     * on with {@link KeyRange#after} or {@link KeyRange#before} the last key it was given.
     */
    public static void scan(
            PageSource pages, PageId root, KeyRange range, Direction direction, RowVisitor rows, LeafVisitor leaves) {
        new RangeWalk(pages, range, direction, new RowScan(pages, root, range, direction, rows, leaves)).walk(root);
    }

    /**
     * The leaves that a scan of the range will ask for, in its order and at most so many. Reads the inner pages but none of
     * the leaves, so a caller can fetch them all at once before it scans.
     */
    public static List<PageId> leaves(
            PageSource pages, PageId root, KeyRange range, Direction direction, int maxLeaves) {
        Check.argument(maxLeaves > 0, "at least one leaf is asked for");
        List<PageId> leaves = new ArrayList<>();
        RangeWalk.LeafStep step = leaf -> {
            leaves.add(leaf);
            return leaves.size() < maxLeaves;
        };
        new RangeWalk(pages, range, direction, step).walk(root);
        return leaves;
    }

    /** The value of a live row, wherever it is. */
    public static byte[] value(PageSource pages, Row row) {
        return row.isLarge() ? readOverflow(pages, row) : row.value();
    }

    /** The value of a large row, put together from its overflow pages. */
    public static byte[] readOverflow(PageSource pages, Row row) {
        OverflowRef overflow = row.overflow();
        byte[] value = new byte[overflow.valueBytes()];
        int end = 0;
        for (int i = 0; i < overflow.pageCount(); i++) {
            Page page = pages.page(overflow.page(i));
            Check.state(page.kind() == PageKind.OVERFLOW, "a live row's overflow pages are there", overflow.page(i));
            Check.state(page.payloadBytes() <= value.length - end, "overflow pages add up to their value");
            page.copyPayload(value, end);
            end += page.payloadBytes();
        }
        Check.state(end == value.length, "overflow pages add up to their value");
        return value;
    }
}
