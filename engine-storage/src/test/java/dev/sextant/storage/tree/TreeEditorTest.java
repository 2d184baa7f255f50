package dev.sextant.storage.tree;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.page.PageKind;
import dev.sextant.storage.page.Row;
import dev.sextant.storage.page.RowLsn;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TreeEditorTest {
    private static final PageId ROOT = new PageId(7);
    private static final PageFormat SMALL = new PageFormat(PageFormat.MIN_PAGE_SIZE_BYTES);

    private final MemoryPages pages = new MemoryPages();
    private final PageAllocator allocator = new IncarnationPageAllocator(MemoryPages.WRITER, 3);

    private TreeEditor editor() {
        return editor(TombstoneHorizon.KEEP_ALL);
    }

    private TreeEditor editor(TombstoneHorizon horizon) {
        return new TreeEditor(pages, allocator, SMALL, horizon);
    }

    private static byte[] key(int number) {
        return new byte[] {(byte) (number >> 8), (byte) number};
    }

    private static byte[] value(int bytes, int fill) {
        byte[] value = new byte[bytes];
        java.util.Arrays.fill(value, (byte) fill);
        return value;
    }

    private Row get(int number) {
        return Tree.get(pages, ROOT, key(number));
    }

    @Test
    void aTreeNobodyCreatedIsEmpty() {
        assertNull(get(1));
        assertEquals(ROOT, Tree.leafFor(pages, ROOT, key(1)));
        pages.assertSound(ROOT, SMALL);
    }

    @Test
    void aRowHasTheLsnOfTheVersionThatChangedItLast() {
        TreeEditor first = editor();
        first.put(ROOT, key(1), value(10, 1));
        first.put(ROOT, key(2), value(10, 2));
        assertEquals(RowLsn.SELF, Tree.get(first, ROOT, key(1)).lsn());
        VersionId v1 = pages.commit(first);
        TreeEditor second = editor();
        second.put(ROOT, key(2), value(10, 3));
        VersionId v2 = pages.commit(second);

        assertEquals(v1.lsn(), get(1).lsn());
        assertEquals(v2.lsn(), get(2).lsn());
        assertArrayEquals(value(10, 3), get(2).value());
    }

    @Test
    void ascendingLoadsFillPages() {
        for (int i = 0; i < 1000; i++) {
            TreeEditor editor = editor();
            editor.put(ROOT, key(i), value(50, i));
            pages.commit(editor);
        }
        pages.assertSound(ROOT, SMALL);
        int rowsPerLeaf = (1024 - 10) / (2 + 11 + 2 + 50);
        List<PageId> leaves = new ArrayList<>();
        Tree.scan(pages, ROOT, KeyRange.all(), Direction.ASC, row -> true, leaves::add);
        assertEquals((1000 + rowsPerLeaf - 1) / rowsPerLeaf, leaves.size());
    }

    @Test
    void aFullLeafAmongOthersSplitsInHalfWhereverTheRowGoes() {
        TreeEditor load = editor();
        for (int i = 0; i < 100; i++) {
            load.put(ROOT, key(i * 100), value(50, i));
        }
        PageId leaf = Tree.leafFor(load, ROOT, key(0));
        int full = load.page(leaf).count();
        byte[] last = load.page(leaf).key(full - 1);
        load.put(ROOT, new byte[] {last[0], last[1], 0}, value(50, 0));
        assertEquals((full + 1) / 2, load.page(leaf).count());
    }

    @Test
    void theLeavesOfARangeAreKnownWithoutReadingThem() {
        TreeEditor load = editor();
        for (int i = 0; i < 500; i++) {
            load.put(ROOT, key(i), value(50, i));
        }
        pages.commit(load);
        List<PageId> scanned = new ArrayList<>();
        KeyRange range = KeyRange.of(key(100), key(200));
        Tree.scan(pages, ROOT, range, Direction.DESC, row -> true, scanned::add);
        pages.all().forEach((id, page) -> {
            if (page.page().isLeaf()) {
                pages.missing.add(id);
            }
        });
        assertEquals(scanned, Tree.leaves(pages, ROOT, range, Direction.DESC, 100));
        assertEquals(scanned.subList(0, 2), Tree.leaves(pages, ROOT, range, Direction.DESC, 2));
        assertThrows(PageMissingException.class, () -> Tree.get(pages, ROOT, key(100)));
    }

    @Test
    void aSplitWritesTheLeftPageEvenIfItKeepsAllRows() {
        TreeEditor load = editor();
        int next = 0;
        while (load.page(ROOT).isLeaf()) {
            load.put(ROOT, key(next++), value(50, 0));
        }
        PageId last = Tree.leafFor(load, ROOT, key(next));
        while (last.equals(Tree.leafFor(load, ROOT, key(next)))) {
            pages.commit(load);
            load = editor();
            load.beginTransaction();
            load.put(ROOT, key(next), value(50, 0));
            if (!last.equals(Tree.leafFor(load, ROOT, key(next)))) {
                break;
            }
            next++;
        }
        PageId added = Tree.leafFor(load, ROOT, key(next));
        assertEquals(new TreeSet<>(List.of(ROOT, last, added)), load.touched());
        VersionId before = pages.newest(last).version();
        Page content = pages.page(last);
        pages.commit(load);
        assertEquals(content, pages.page(last));
        assertNotEquals(before, pages.newest(last).version());
    }

    @Test
    void aDeleteLeavesATombstoneAndASecondOneChangesNothing() {
        TreeEditor editor = editor();
        editor.put(ROOT, key(1), value(10, 1));
        assertTrue(editor.delete(ROOT, key(1)));
        editor.beginTransaction();
        assertFalse(editor.delete(ROOT, key(1)));
        assertFalse(editor.delete(ROOT, key(2)));
        assertTrue(editor.touched().isEmpty());
        VersionId version = pages.commit(editor);
        assertTrue(get(1).isTombstone());
        assertEquals(version.lsn(), get(1).lsn());
        assertNull(get(2));
    }

    @Test
    void unneededTombstonesGoBeforeALeafSplits() {
        TreeEditor editor = editor();
        for (int i = 0; i < 15; i++) {
            editor.put(ROOT, key(i), value(50, i));
        }
        for (int i = 0; i < 15; i += 2) {
            editor.delete(ROOT, key(i));
        }
        VersionId deleted = pages.commit(editor);
        TreeEditor purging = editor(lsn -> lsn.equals(deleted.lsn()));
        for (int i = 100; pages.page(ROOT).count() < 16 && i < 107; i++) {
            purging.put(ROOT, key(i), value(50, i));
        }
        pages.commit(purging);
        assertTrue(pages.page(ROOT).isLeaf());
        assertNull(get(0));
        assertNotNull(get(1));
        pages.assertSound(ROOT, SMALL);
    }

    @Test
    void replacedAndDeletedLargeValuesGiveUpTheirPages() {
        TreeEditor write = editor();
        write.put(ROOT, key(1), value(5000, 1));
        write.put(ROOT, key(2), value(300, 2));
        VersionId version = pages.commit(write);
        assertEquals(version, get(1).overflowVersion());
        assertArrayEquals(value(5000, 1), Tree.readOverflow(pages, get(1)));
        assertEquals(6, pages.countOf(PageKind.OVERFLOW));
        pages.assertSound(ROOT, SMALL);

        pages.missing.addAll(get(1).overflow().pages());
        TreeEditor replace = editor();
        replace.put(ROOT, key(1), value(2000, 3));
        replace.delete(ROOT, key(2));
        pages.missing.clear();
        pages.commit(replace);
        assertEquals(6, pages.countOf(PageKind.FREE));
        assertEquals(2, pages.countOf(PageKind.OVERFLOW));
        assertArrayEquals(value(2000, 3), Tree.value(pages, get(1)));
        pages.assertSound(ROOT, SMALL);
    }

    @Test
    void aLargeValueThatComesAndGoesWithinAGroupLeavesNothing() {
        TreeEditor editor = editor();
        editor.put(ROOT, key(1), value(5000, 1));
        editor.put(ROOT, key(1), value(10, 2));
        assertEquals(1, editor.edits(editor.touched()).size());
        pages.commit(editor);
        assertEquals(List.of(ROOT), List.copyOf(pages.all().keySet()));
    }

    @Test
    void aMissingPageStopsAPutBeforeItChangesAnything() {
        TreeEditor load = editor();
        for (int i = 0; i < 200; i++) {
            load.put(ROOT, key(i * 3), value(50, i));
        }
        pages.commit(load);
        PageId leaf = Tree.leafFor(pages, ROOT, key(100));
        pages.missing.add(leaf);
        TreeEditor editor = editor();
        editor.beginTransaction();
        PageMissingException thrown =
                assertThrows(PageMissingException.class, () -> editor.put(ROOT, key(100), value(5000, 1)));
        assertEquals(leaf, thrown.page());
        assertThrows(PageMissingException.class, () -> editor.requirePages(ROOT, key(100)));
        assertTrue(editor.touched().isEmpty());
        assertTrue(editor.written().isEmpty());
        pages.missing.clear();
        editor.put(ROOT, key(100), value(5000, 1));
        pages.commit(editor);
        assertArrayEquals(value(5000, 1), Tree.value(pages, get(100)));
    }

    @Test
    void transactionsWithoutCommonPagesHaveEditsOfTheirOwn() {
        TreeEditor load = editor();
        for (int i = 0; i < 200; i++) {
            load.put(ROOT, key(i), value(50, i));
        }
        pages.commit(load);
        TreeEditor editor = editor();
        editor.beginTransaction();
        editor.put(ROOT, key(0), value(50, 7));
        NavigableSet<PageId> first = editor.touched();
        editor.beginTransaction();
        editor.put(ROOT, key(199), value(50, 8));
        NavigableSet<PageId> second = editor.touched();
        assertEquals(1, first.size());
        assertEquals(1, second.size());
        assertNotEquals(first, second);

        VersionId won = pages.nextVersion();
        pages.commit(editor, second, won);
        assertArrayEquals(value(50, 8), get(199).value());
        assertArrayEquals(value(50, 0), get(0).value());
        pages.commit(editor, first, pages.nextVersion());
        assertArrayEquals(value(50, 7), get(0).value());
    }

    @Test
    void keysAndValuesHaveLimits() {
        TreeEditor editor = editor();
        int longest = SMALL.maxKeyBytes();
        editor.put(ROOT, value(longest, 1), value(PageFormat.MAX_VALUE_BYTES, 1));
        editor.put(ROOT, new byte[0], new byte[0]);
        assertThrows(IllegalArgumentException.class, () -> editor.put(ROOT, value(longest + 1, 1), new byte[0]));
        assertThrows(
                IllegalArgumentException.class,
                () -> editor.put(ROOT, key(1), value(PageFormat.MAX_VALUE_BYTES + 1, 1)));
        pages.commit(editor);
        assertArrayEquals(new byte[0], Tree.get(pages, ROOT, new byte[0]).value());
        Row large = Tree.get(pages, ROOT, value(longest, 1));
        assertEquals(PageFormat.MAX_VALUE_BYTES, large.valueBytes());
        assertArrayEquals(value(PageFormat.MAX_VALUE_BYTES, 1), Tree.value(pages, large));
        pages.assertSound(ROOT, SMALL);
    }
}
