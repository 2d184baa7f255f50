package dev.sextant.storage.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import org.junit.jupiter.api.Test;

class PageFormatTest {
    @Test
    void fourOfTheLargestRowsFitAPageOfAnySize() {
        for (int size = PageFormat.MIN_PAGE_SIZE_BYTES; size <= PageFormat.MAX_PAGE_SIZE_BYTES; size++) {
            PageFormat format = new PageFormat(size);
            int key = format.maxKeyBytes();
            assertTrue(key > 200 && key <= PageFormat.MAX_KEY_BYTES);
            assertFits(format, NewRow.large(new byte[key], OverflowRef.self(new PageId(1), 1, 0)));
            int value =
                    (size - PageLayout.HEADER_BYTES) / 4 - PageLayout.SLOT_BYTES - PageLayout.ROW_HEADER_BYTES - key;
            assertFalse(format.isLarge(key, value));
            assertTrue(format.isLarge(key, value + 1));
            assertFits(format, NewRow.of(new byte[key], new byte[value]));
        }
    }

    private static void assertFits(PageFormat format, NewRow row) {
        int slotted = PageLayout.SLOT_BYTES + row.sizeBytes();
        assertTrue(format.fits(PageLayout.HEADER_BYTES + PageFormat.MIN_ROWS_PER_PAGE * slotted));
    }

    @Test
    void theLongestKeyIsAsDocumented() {
        assertEquals(1024 / 4 - 40, PageFormat.maxKeyBytes(1024));
        assertEquals(1024, PageFormat.maxKeyBytes(PageFormat.DEFAULT_PAGE_SIZE_BYTES));
        int least = PageFormat.MIN_PAGE_SIZE_BYTES;
        while (PageFormat.maxKeyBytes(least) < PageFormat.MAX_KEY_BYTES) {
            least++;
        }
        assertEquals(4254, least);
    }

    @Test
    void overflowPagesHoldTheValueAndNoMore() {
        PageFormat format = new PageFormat(1024);
        int payload = format.overflowPayloadBytes();
        assertEquals(1, format.overflowPages(1));
        assertEquals(1, format.overflowPages(payload));
        assertEquals(2, format.overflowPages(payload + 1));
        assertEquals(OverflowRef.MAX_PAGES, format.overflowPages(PageFormat.MAX_VALUE_BYTES));
    }

    @Test
    void pageSizesHaveLimits() {
        assertThrows(IllegalArgumentException.class, () -> new PageFormat(1023));
        assertThrows(IllegalArgumentException.class, () -> new PageFormat(65537));
    }
}
