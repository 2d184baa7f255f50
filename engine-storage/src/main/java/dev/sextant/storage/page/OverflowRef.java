package dev.sextant.storage.page;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a large value is: overflow pages with consecutive ids, all full but the last. They are written exactly once, by the
 * version that wrote the row, so that version's id is the row's LSN and {@code seq}: whoever frees them knows their base
 * without reading them.
 *
 * @param seq of the version that wrote row and pages; {@link #SELF_SEQ} as long as the row's LSN is {@link RowLsn#SELF}
 */
public record OverflowRef(PageId first, int pageCount, int valueBytes, long seq) {
    /** Not known yet: the version that carries the row. */
    public static final long SELF_SEQ = 0;

    /** The most overflow pages of one value: the largest value on the smallest pages. */
    public static final int MAX_PAGES =
            new PageFormat(PageFormat.MIN_PAGE_SIZE_BYTES).overflowPages(PageFormat.MAX_VALUE_BYTES);

    public OverflowRef {
        Check.argument(pageCount > 0 && pageCount <= MAX_PAGES, "a large value has 1.." + MAX_PAGES + " pages");
        Check.argument(valueBytes >= 0 && valueBytes <= PageFormat.MAX_VALUE_BYTES, "a value has at most 1 MiB");
        Check.argument(seq >= 0, "a seq is not negative");
        Check.argument(
                Long.compareUnsigned(first.value() + pageCount - 1, first.value()) >= 0, "page ids do not wrap around");
    }

    /** The reference of a row about to be written. */
    public static OverflowRef self(PageId first, int pageCount, int valueBytes) {
        return new OverflowRef(first, pageCount, valueBytes, SELF_SEQ);
    }

    /** The overflow page that holds the given stretch of the value, from 0. */
    public PageId page(int index) {
        Check.argument(index >= 0 && index < pageCount, "the value has no such page");
        return new PageId(first.value() + index);
    }

    /** All pages of the value, in order; what to fetch before reading it. */
    public List<PageId> pages() {
        List<PageId> pages = new ArrayList<>(pageCount);
        for (int i = 0; i < pageCount; i++) {
            pages.add(page(i));
        }
        return pages;
    }

    static @Nullable String problem(long first, int pageCount, int valueBytes, long seq) {
        if (pageCount <= 0 || pageCount > MAX_PAGES) {
            return "a large value of " + pageCount + " pages";
        }
        if (valueBytes < 0 || valueBytes > PageFormat.MAX_VALUE_BYTES) {
            return "a large value of " + valueBytes + " bytes";
        }
        if (seq < 0) {
            return "a negative seq";
        }
        return Long.compareUnsigned(first + pageCount - 1, first) >= 0 ? null : "page ids wrap around";
    }
}
