package dev.sextant.storage.page;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final PageId ID = new PageId(9);
    private static final VersionId VERSION = new VersionId(new Lsn(0x0102), 0x33);

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The stored format. If this fails, volumes written before cannot be read any more: raise the format number. */
    @Test
    void theStoredFormOfALeafIsFixed() {
        Page leaf = PageChanges.put(Page.EMPTY, NewRow.of(bytes('b'), bytes(7, 8)));
        leaf = PageChanges.put(leaf, NewRow.tombstone(bytes('a', 'a')));
        leaf = PageChanges.put(leaf, NewRow.large(bytes('c'), OverflowRef.self(new PageId(0x11), 2, 0x444)));
        String rows = "01" + "0002" + "0000000000000102" + "6161"
                + "00" + "0001" + "0000000000000102" + "62" + "0708"
                + "02" + "0001" + "0000000000000102" + "63"
                + "0000000000000011" + "00000002" + "00000444" + "0000000000000033";
        String image = hex(leaf.resolved(VERSION).toImage());
        assertEquals("01" + "01" + "00" + "00" + "0003" + "0010" + "001d" + "002b" + rows, image.substring(8));
    }

    @Test
    void theStoredFormOfTheOthersIsFixed() {
        Page inner = PageChanges.inner(2, new PageId(0x11), bytes('m'), new PageId(0x12));
        assertEquals(
                "01" + "02" + "02" + "00" + "0002" + "000e" + "0019" + "00" + "0000" + "0000000000000011" + "00"
                        + "0001" + "0000000000000012" + "6d",
                hex(inner.toImage()).substring(8));
        Page overflow = PageChanges.overflow(bytes(1, 2, 3, 4), 1, 3);
        assertEquals(
                "01" + "03" + "00" + "00" + "0000" + "0203",
                hex(overflow.toImage()).substring(8));
        assertEquals(
                "01" + "04" + "00" + "00" + "0000", hex(Page.FREE.toImage()).substring(8));
        assertEquals(
                "01" + "01" + "00" + "00" + "0000", hex(Page.EMPTY.toImage()).substring(8));
    }

    @Test
    void rowsAreFoundByUnsignedOrder() {
        Page leaf = Page.EMPTY;
        for (int i : new int[] {0x00, 0x7f, 0x80, 0xff}) {
            leaf = PageChanges.put(leaf, NewRow.of(bytes(i), bytes(i)));
        }
        assertArrayEquals(bytes(0x7f), leaf.key(1));
        assertEquals(2, leaf.find(bytes(0x80)));
        assertEquals(-3, leaf.find(bytes(0x7f, 0)));
        assertEquals(1, leaf.floor(bytes(0x7f, 0)));
        assertEquals(-1, leaf.floor(bytes()));
        assertEquals(3, leaf.floor(bytes(0xff, 0xff)));
        assertTrue(leaf.compareKey(2, bytes(0x7f)) > 0);
    }

    @Test
    void everySingleBitOfAnImageIsGuarded() {
        Page leaf = PageChanges.put(Page.EMPTY, NewRow.of(bytes('b'), bytes(7, 8)));
        leaf = PageChanges.put(leaf, NewRow.tombstone(bytes('a', 'a'))).resolved(VERSION);
        byte[] image = leaf.toImage();
        assertEquals(leaf, Page.fromImage(ID, image));
        for (int bit = 0; bit < image.length * 8; bit++) {
            byte[] damaged = image.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            PageCorruptException thrown = assertThrows(PageCorruptException.class, () -> Page.fromImage(ID, damaged));
            assertEquals(ID, thrown.page());
            assertTrue(thrown.getMessage().contains("page-9"));
        }
        for (int length = 0; length < image.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(image, length);
            assertThrows(PageCorruptException.class, () -> Page.fromImage(ID, cut));
        }
        assertThrows(
                PageCorruptException.class, () -> Page.fromImage(ID, new byte[PageFormat.MAX_PAGE_SIZE_BYTES + 1]));
    }

    @Test
    void anImageIsACopyOnTheWayInAndOut() {
        Page leaf =
                PageChanges.put(Page.EMPTY, NewRow.of(bytes('b'), bytes(7, 8))).resolved(VERSION);
        byte[] image = leaf.toImage();
        Page read = Page.fromImage(ID, image);
        java.util.Arrays.fill(image, (byte) -1);
        assertEquals(leaf, read);
        assertArrayEquals(leaf.toImage(), read.toImage());
        assertFalse(java.util.Arrays.equals(image, read.toImage()));
    }

    @Test
    void aPageWithoutItsVersionIsNotStored() {
        Page working = PageChanges.put(Page.EMPTY, NewRow.of(bytes('b'), bytes(7, 8)));
        assertThrows(IllegalStateException.class, working::toImage);
        assertEquals(RowLsn.SELF, working.row(0).lsn());
        assertEquals(VERSION.lsn(), working.resolved(VERSION).row(0).lsn());
    }

    @Test
    void aLargeRowKnowsTheVersionOfItsPages() {
        Page working = PageChanges.put(Page.EMPTY, NewRow.large(bytes('b'), OverflowRef.self(ID, 3, 2500)));
        assertThrows(IllegalStateException.class, () -> working.row(0).overflowVersion());
        Row row = working.resolved(VERSION).row(0);
        assertEquals(VERSION, row.overflowVersion());
        assertEquals(new OverflowRef(ID, 3, 2500, VERSION.seq()), row.overflow());
        assertEquals(2500, row.valueBytes());
        assertThrows(IllegalStateException.class, row::value);
    }
}
