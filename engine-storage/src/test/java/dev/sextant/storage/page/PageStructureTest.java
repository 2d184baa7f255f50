package dev.sextant.storage.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Images with a right checksum, each of which breaks one rule of the layout. */
class PageStructureTest {
    private static final PageId ID = new PageId(5);
    private static final byte[] NOTHING = {};
    private static final int PLAIN = 0;
    private static final int FIRST_ROW_AT = PageLayout.HEADER_BYTES + PageLayout.SLOT_BYTES;

    private static byte[] page(PageKind kind, int level, int flags, long word, byte[] key, byte[] rest) {
        int rowBytes = PageLayout.ROW_HEADER_BYTES + key.length + rest.length;
        return new PageAssembler(kind, level, 1, rowBytes)
                .startRow(flags, word, key, 0, key.length)
                .append(rest, 0, rest.length)
                .page()
                .bytes();
    }

    private static byte[] leaf(int flags, long lsn, byte[] rest) {
        return page(PageKind.LEAF, 0, flags, lsn, new byte[] {7}, rest);
    }

    private static byte[] reference(int pages, int valueBytes, long seq) {
        byte[] reference = new byte[PageLayout.REF_BYTES];
        Bytes.putI64(reference, 0, 40);
        Bytes.putI32(reference, PageLayout.REF_PAGES_AT, pages);
        Bytes.putI32(reference, PageLayout.REF_LENGTH_AT, valueBytes);
        Bytes.putI64(reference, PageLayout.REF_SEQ_AT, seq);
        return reference;
    }

    private static byte[] set(byte[] page, int at, int value) {
        byte[] changed = page.clone();
        changed[at] = (byte) value;
        return changed;
    }

    private static byte[] sealed(byte[] page) {
        byte[] image = page.clone();
        Bytes.putI32(image, 0, Bytes.crc32c(image, PageLayout.FORMAT_AT, image.length));
        return image;
    }

    private static void assertSound(byte[] page) {
        assertEquals(new Page(page), Page.fromImage(ID, sealed(page)));
    }

    private static void assertRefused(String why, byte[] page) {
        PageCorruptException thrown =
                assertThrows(PageCorruptException.class, () -> Page.fromImage(ID, sealed(page)), why);
        assertTrue(thrown.getMessage().contains(why), thrown::getMessage);
    }

    @Test
    void headersAreKnownAndConsistent() {
        byte[] leaf = leaf(PLAIN, 4, NOTHING);
        assertSound(leaf);
        assertRefused("a newer version of Sextant wrote it: unknown format 2", set(leaf, PageLayout.FORMAT_AT, 2));
        assertRefused("unknown format 0", set(leaf, PageLayout.FORMAT_AT, 0));
        assertRefused("unknown kind", set(leaf, PageLayout.KIND_AT, 5));
        assertRefused("unknown kind", set(leaf, PageLayout.KIND_AT, 0));
        assertRefused("unknown kind", set(leaf, PageLayout.ZERO_AT, 1));
        assertRefused("LEAF at level 1", set(leaf, PageLayout.LEVEL_AT, 1));
        byte[] inner = page(PageKind.INNER, 1, PLAIN, 4, NOTHING, NOTHING);
        assertSound(inner);
        assertRefused("INNER at level 0", set(inner, PageLayout.LEVEL_AT, 0));
        assertSound(set(inner, PageLayout.LEVEL_AT, Page.MAX_LEVEL));
        assertRefused("INNER at level 65", set(inner, PageLayout.LEVEL_AT, Page.MAX_LEVEL + 1));
    }

    @Test
    void pagesWithoutRowsHaveNone() {
        byte[] leaf = leaf(PLAIN, 4, NOTHING);
        assertRefused("OVERFLOW with rows", set(leaf, PageLayout.KIND_AT, PageKind.OVERFLOW.code()));
        assertRefused("FREE with rows", set(leaf, PageLayout.KIND_AT, PageKind.FREE.code()));
        assertRefused("FREE with rows", Arrays.copyOf(Page.FREE.bytes(), PageLayout.HEADER_BYTES + 1));
        assertRefused("0 rows", Arrays.copyOf(Page.EMPTY.bytes(), PageLayout.HEADER_BYTES + 1));
        assertRefused("40 rows", set(leaf, PageLayout.COUNT_AT + 1, 40));
    }

    @Test
    void rowsArePackedAndWhole() {
        byte[] leaf = leaf(PLAIN, 4, new byte[] {1, 2});
        assertRefused("not where the one before it ends", set(leaf, PageLayout.HEADER_BYTES + 1, FIRST_ROW_AT + 1));
        assertRefused("row 0: length 10", Arrays.copyOf(leaf, FIRST_ROW_AT + PageLayout.ROW_HEADER_BYTES - 1));
        assertRefused("key is longer", set(leaf, FIRST_ROW_AT + PageLayout.ROW_KEY_LENGTH_AT + 1, 4));
        assertRefused("unknown flags 3", set(leaf, FIRST_ROW_AT, 3));
    }

    @Test
    void keysRise() {
        byte[] two = new PageAssembler(PageKind.LEAF, 0, 2, 2 * PageLayout.ROW_HEADER_BYTES + 2)
                .startRow(PLAIN, 4, new byte[] {1}, 0, 1)
                .startRow(PLAIN, 4, new byte[] {2}, 0, 1)
                .page()
                .bytes();
        assertSound(two);
        assertRefused("row 1: keys do not rise", set(two, two.length - 1, 1));
        assertRefused("row 1: keys do not rise", set(two, two.length - 1, 0));
        assertSound(set(two, two.length - 1, 0xff));
    }

    @Test
    void rowsHoldWhatTheirFlagsSay() {
        assertSound(leaf(PageLayout.FLAG_TOMBSTONE, 4, NOTHING));
        assertRefused("a tombstone with a value", leaf(PageLayout.FLAG_TOMBSTONE, 4, new byte[1]));
        assertRefused("inner row", page(PageKind.INNER, 1, PLAIN, 4, NOTHING, new byte[1]));
        assertRefused("inner row", page(PageKind.INNER, 1, PageLayout.FLAG_TOMBSTONE, 4, NOTHING, NOTHING));
        assertRefused("LSN -1", leaf(PLAIN, -1, NOTHING));
        assertRefused("LSN " + Long.MAX_VALUE, leaf(PLAIN, RowLsn.SELF_VALUE, NOTHING));
    }

    @Test
    void referencesAreWithinTheirLimits() {
        assertSound(leaf(PageLayout.FLAG_LARGE, 4, reference(2, 3000, 9)));
        assertRefused("a reference of 23 bytes", leaf(PageLayout.FLAG_LARGE, 4, new byte[23]));
        assertRefused("different versions", leaf(PageLayout.FLAG_LARGE, 4, reference(2, 3000, 0)));
        assertRefused("negative seq", leaf(PageLayout.FLAG_LARGE, 4, reference(2, 3000, -9)));
        assertRefused("of 0 pages", leaf(PageLayout.FLAG_LARGE, 4, reference(0, 3000, 9)));
        assertRefused("pages", leaf(PageLayout.FLAG_LARGE, 4, reference(OverflowRef.MAX_PAGES + 1, 3000, 9)));
        assertRefused("bytes", leaf(PageLayout.FLAG_LARGE, 4, reference(2, PageFormat.MAX_VALUE_BYTES + 1, 9)));
        byte[] wrapping = reference(2, 3000, 9);
        Bytes.putI64(wrapping, 0, -1);
        assertRefused("wrap around", leaf(PageLayout.FLAG_LARGE, 4, wrapping));
    }

    @Test
    void aWorkingPagesReferenceIsOfTheSameVersionAsItsRow() {
        long self = RowLsn.SELF_VALUE;
        byte[] right = leaf(PageLayout.FLAG_LARGE, self, reference(2, 3000, 0));
        byte[] wrong = leaf(PageLayout.FLAG_LARGE, self, reference(2, 3000, 9));
        assertEquals(null, PageStructure.problem(right, PageStructure.Stage.WORKING));
        assertTrue(String.valueOf(PageStructure.problem(wrong, PageStructure.Stage.WORKING))
                .contains("different versions"));
    }
}
