package dev.sextant.storage.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import dev.sextant.storage.page.NewRow;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageChanges;
import dev.sextant.storage.page.PageFormat;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Every way in which a few rows can fill and split the smallest pages. */
class SplitTest {
    private static final PageFormat SMALL = new PageFormat(PageFormat.MIN_PAGE_SIZE_BYTES);
    private static final PageId ROOT = new PageId(7);
    private static final int[] SIZES = {0, 100, 235};

    /** Each order of insertion of six rows, each with every choice of sizes for one of them: all trees are sound. */
    @Test
    void rowsInEveryOrderAndSizeMakeSoundTrees() {
        int[] order = {0, 1, 2, 3, 4, 5};
        int trees = 0;
        do {
            for (int sizes = 0; sizes < 3 * 3 * 3; sizes++) {
                insert(order, sizes);
                trees++;
            }
        } while (nextPermutation(order));
        assertEquals(720 * 27, trees);
    }

    private static void insert(int[] order, int sizes) {
        MemoryPages pages = new MemoryPages();
        PageAllocator allocator = new IncarnationPageAllocator(MemoryPages.WRITER, 1);
        TreeEditor editor = new TreeEditor(pages, allocator, SMALL, TombstoneHorizon.KEEP_ALL);
        for (int key : order) {
            editor.put(ROOT, new byte[] {1, (byte) key}, new byte[235]);
        }
        int[] digits = {sizes % 3, sizes / 3 % 3, sizes / 9};
        for (int i = 0; i < order.length; i++) {
            editor.put(ROOT, new byte[] {1, (byte) order[i]}, new byte[SIZES[digits[i % 3]]]);
        }
        pages.commit(editor);
        pages.assertSound(ROOT, SMALL);
        for (int i = 0; i < order.length; i++) {
            byte[] value =
                    Tree.get(pages, ROOT, new byte[] {1, (byte) order[i]}).value();
            assertEquals(SIZES[digits[i % 3]], value.length);
        }
    }

    private static boolean nextPermutation(int[] order) {
        int i = order.length - 2;
        while (i >= 0 && order[i] > order[i + 1]) {
            i--;
        }
        if (i < 0) {
            return false;
        }
        int j = order.length - 1;
        while (order[j] < order[i]) {
            j--;
        }
        swap(order, i, j);
        for (int low = i + 1, high = order.length - 1; low < high; low++, high--) {
            swap(order, low, high);
        }
        return true;
    }

    private static void swap(int[] order, int i, int j) {
        int kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }

    /** A full page of every count of rows, and a new row of every size at every place, also in place of an old one. */
    @Test
    void bothSidesOfEverySplitFitAndHoldAllRows() {
        int largest = 240;
        for (int rowValue = 0; rowValue <= largest; rowValue += 7) {
            Page full = fullPage(rowValue);
            for (int newValue = 0; newValue <= largest; newValue += 24) {
                for (int key = 0; key <= 2 * full.count(); key++) {
                    NewRow row = NewRow.of(new byte[] {(byte) key}, new byte[newValue]);
                    assertSplits(full, row, Split.inHalf(full, row));
                    if (key == 2 * full.count()) {
                        assertSplits(full, row, Split.atEnd(full, row));
                    }
                }
            }
        }
    }

    /** Keys 1, 3, 5...: a new key is even, an old one odd. */
    private static Page fullPage(int valueBytes) {
        Page page = Page.EMPTY;
        for (int key = 1; key < 255; key += 2) {
            NewRow row = NewRow.of(new byte[] {(byte) key}, new byte[valueBytes]);
            if (!SMALL.fits(page.sizeWithBytes(row))) {
                return page;
            }
            page = PageChanges.put(page, row);
        }
        return page;
    }

    private static void assertSplits(Page full, NewRow row, Split split) {
        Page left = split.left();
        Page right = split.right();
        assertTrue(left.count() > 0 && right.count() > 0);
        assertTrue(SMALL.fits(left.sizeBytes()) && SMALL.fits(right.sizeBytes()));
        int rows = full.find(row.key()) >= 0 ? full.count() : full.count() + 1;
        assertEquals(rows, left.count() + right.count());
        assertTrue(left.compareKey(left.count() - 1, split.separator()) < 0);
        assertTrue(right.compareKey(0, split.separator()) >= 0);
        Page side = Arrays.compareUnsigned(row.key(), split.separator()) < 0 ? left : right;
        assertTrue(side.find(row.key()) >= 0);
    }

    @Test
    void separatorsAreAsShortAsTheyCanBe() {
        assertSeparator("a", "b", "b");
        assertSeparator("", "xyz", "x");
        assertSeparator("apple", "apricot", "apr");
        assertSeparator("app", "apple", "appl");
    }

    private static void assertSeparator(String last, String first, String separator) {
        Page left = PageChanges.put(Page.EMPTY, NewRow.of(last.getBytes(UTF_8), new byte[0]));
        assertArrayEquals(
                separator.getBytes(UTF_8),
                Split.atEnd(left, NewRow.of(first.getBytes(UTF_8), new byte[0])).separator());
    }
}
