package dev.sextant.storage.tree;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.page.NewRow;
import dev.sextant.storage.page.OverflowRef;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageChanges;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.page.Row;
import dev.sextant.storage.page.RowLsn;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;

/**
 * Edits trees on an overlay over the newest pages, for a group of transactions, one after another. It is itself a page source
 * and sees its own edits, so a later transaction's rows are checked against what an earlier one of the group did. Rows it
 * writes carry {@link RowLsn#SELF}. To rebase, throw the editor away and run a new one over newer pages.
 *
 * <h2>Splits and conflicts</h2>
 * Storage votes on pages, so a leaf's version must stand for its key range too. Hence <b>a split always writes the page on
 * its left</b>, even one that keeps all its rows: otherwise a writer that had the older version could add a row beyond the
 * new separator, and a reader that had validated it would miss the rows on the right. Pages are never merged, so a range only
 * shrinks, and an unchanged version means an unchanged range.
 *
 * <h2>Deletes</h2>
 * A delete leaves a tombstone; tombstones that nobody needs go when their leaf is full. Half-empty leaves are not merged and
 * empty ones stay: so a delete writes one page, never a neighbour that someone else is working on.
 *
 * <h2>Missing pages</h2>
 * A call that throws {@link PageMissingException} has changed nothing.
 */
public final class TreeEditor implements PageSource {
    private final PageOverlay overlay;
    private final PageAllocator allocator;
    private final PageFormat format;
    private final TombstoneHorizon horizon;

    public TreeEditor(NewestPages newest, PageAllocator allocator, PageFormat format, TombstoneHorizon horizon) {
        this.overlay = new PageOverlay(newest);
        this.allocator = allocator;
        this.format = format;
        this.horizon = horizon;
    }

    /** The page as edited so far. */
    @Override
    public Page page(PageId id) {
        return overlay.page(id);
    }

    /** Makes sure that putting or deleting the key will find every page it needs. Reads them, changes nothing. */
    public void requirePages(PageId root, byte[] key) {
        Tree.leafFor(overlay, root, key);
    }

    /** Inserts or replaces the row of a key. */
    public void put(PageId root, byte[] key, byte[] value) {
        requireKey(key);
        Check.argument(
                value.length <= PageFormat.MAX_VALUE_BYTES,
                "a value has at most " + PageFormat.MAX_VALUE_BYTES + " bytes");
        Path path = Path.to(overlay, root, key);
        freeOverflow(path.page(path.leafDepth()), key);
        NewRow row = format.isLarge(key.length, value.length)
                ? NewRow.large(key, writeOverflow(value))
                : NewRow.of(key, value);
        insert(path, path.leafDepth(), row);
    }

    /**
     * Deletes the row of a key, leaving a tombstone. Where there is no row, or only a tombstone already, nothing changes.
     *
     * @return whether there was a live row
     */
    public boolean delete(PageId root, byte[] key) {
        requireKey(key);
        Path path = Path.to(overlay, root, key);
        Page leaf = path.page(path.leafDepth());
        int at = leaf.find(key);
        if (at < 0 || leaf.isTombstone(at)) {
            return false;
        }
        freeOverflow(leaf, key);
        overlay.write(path.id(path.leafDepth()), PageChanges.put(leaf, NewRow.tombstone(key)));
        return true;
    }

    /** Starts to collect anew the pages that {@link #touched} names. */
    public void beginTransaction() {
        overlay.forgetTouched();
    }

    /** The pages written since {@link #beginTransaction}, new and freed ones included. */
    public NavigableSet<PageId> touched() {
        return overlay.touched();
    }

    /** Every page with an edit. */
    public NavigableSet<PageId> written() {
        return overlay.written();
    }

    /**
     * The edits of some pages, by rising page id. Pages without one are left out: those never written, and overflow pages
     * that came and went within this editor.
     */
    public List<PageEdit> edits(Collection<PageId> pages) {
        return overlay.edits(pages);
    }

    private void requireKey(byte[] key) {
        Check.argument(key.length <= format.maxKeyBytes(), "a key has at most " + format.maxKeyBytes() + " bytes");
    }

    /** Puts a row on the page at a depth of the path, whose page has not changed since the path was walked. */
    private void insert(Path path, int depth, NewRow row) {
        Page page = path.page(depth);
        if (!format.fits(page.sizeWithBytes(row)) && page.isLeaf()) {
            page = PageChanges.purge(page, horizon::unneeded);
        }
        if (format.fits(page.sizeWithBytes(row))) {
            overlay.write(path.id(depth), PageChanges.put(page, row));
            return;
        }
        boolean last = page.find(row.key()) == -page.count() - 1;
        Split split = last && path.isRightEdge() ? Split.atEnd(page, row) : Split.inHalf(page, row);
        if (depth == 0) {
            splitRoot(path.id(0), page.level(), split);
            return;
        }
        PageId right = allocator.next();
        overlay.write(path.id(depth), split.left());
        overlay.create(right, split.right());
        insert(path, depth - 1, NewRow.child(split.separator(), right));
    }

    /** The root keeps its id: both halves move to new pages below it. */
    private void splitRoot(PageId root, int level, Split split) {
        PageId left = allocator.next();
        PageId right = allocator.next();
        overlay.create(left, split.left());
        overlay.create(right, split.right());
        overlay.write(root, PageChanges.inner(level + 1, left, split.separator(), right));
    }

    private OverflowRef writeOverflow(byte[] value) {
        int payload = format.overflowPayloadBytes();
        int count = format.overflowPages(value.length);
        OverflowRef overflow = OverflowRef.self(allocator.nextRun(count), count, value.length);
        for (int i = 0; i < count; i++) {
            int from = i * payload;
            int to = Math.min(value.length, from + payload);
            overlay.create(overflow.page(i), PageChanges.overflow(value, from, to));
        }
        return overflow;
    }

    /** Gives up the overflow pages of a row about to be replaced. Readers of older versions still find them. */
    private void freeOverflow(Page leaf, byte[] key) {
        int at = leaf.find(key);
        if (at < 0 || !leaf.row(at).isLarge()) {
            return;
        }
        Row row = leaf.row(at);
        OverflowRef overflow = row.overflow();
        VersionId version = RowLsn.isSelf(row.lsn()) ? VersionId.NONE : row.overflowVersion();
        for (int i = 0; i < overflow.pageCount(); i++) {
            overlay.free(overflow.page(i), version);
        }
    }
}
