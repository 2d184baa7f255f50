package dev.sextant.bench.micro;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.storage.page.NewRow;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageChanges;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.page.Redo;
import dev.sextant.storage.tree.PageAllocator;
import dev.sextant.storage.tree.PageEdit;
import dev.sextant.storage.tree.TombstoneHorizon;
import dev.sextant.storage.tree.TreeEditor;
import dev.sextant.storage.tree.VersionedPage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Pages and trees to measure on: rows of eight bytes of key and 100 bytes of value, in the order of their keys. */
final class SamplePages {
    static final PageId ROOT = new PageId(1);

    private static final int VALUE_BYTES = 100;
    private static final int ROWS_A_GROUP = 1_000;

    private final Map<PageId, VersionedPage> pages = new HashMap<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private long versions;
    private long lastPage = ROOT.value();

    static byte[] key(long row) {
        return ByteBuffer.allocate(Long.BYTES).putLong(row).array();
    }

    byte[] value() {
        byte[] value = new byte[VALUE_BYTES];
        random.nextBytes(value);
        return value;
    }

    static VersionId version(long number) {
        return new VersionId(Lsn.of(number, new WriterId(0)), number);
    }

    /** A leaf with so many rows. */
    Page leaf(int rows) {
        Page page = Page.EMPTY;
        for (int row = 0; row < rows; row++) {
            page = PageChanges.put(page, NewRow.of(key(row), value()));
        }
        return page.resolved(version(1));
    }

    VersionedPage newest(PageId id) {
        return pages.getOrDefault(id, VersionedPage.EMPTY);
    }

    Page page(PageId id) {
        return newest(id).page();
    }

    /** An editor over the pages as they are. */
    TreeEditor editor() {
        return new TreeEditor(this::newest, new Allocator(), PageFormat.DEFAULT, TombstoneHorizon.KEEP_ALL);
    }

    /** Grows the tree at the root. */
    void grow(int rows) {
        for (int first = 0; first < rows; first += ROWS_A_GROUP) {
            TreeEditor editor = editor();
            for (int row = first; row < Math.min(rows, first + ROWS_A_GROUP); row++) {
                editor.put(ROOT, key(row), value());
            }
            VersionId version = version(++versions);
            for (PageEdit edit : editor.edits(editor.written())) {
                Page made = Redo.apply(page(edit.page()), edit.delta(), version);
                pages.put(edit.page(), new VersionedPage(made, version));
            }
        }
    }

    /** Draws ids one after the other. */
    private final class Allocator implements PageAllocator {
        @Override
        public PageId next() {
            return nextRun(1);
        }

        @Override
        public PageId nextRun(int count) {
            PageId first = new PageId(lastPage + 1);
            lastPage += count;
            return first;
        }
    }
}
