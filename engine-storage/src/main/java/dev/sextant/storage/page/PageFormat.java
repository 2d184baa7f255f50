package dev.sextant.storage.page;

import dev.sextant.api.spi.Check;

/**
 * The page size of a volume and the limits that follow from it.
 *
 * <p>Invariant: a row, of a leaf or an inner page, takes at most a quarter of a page, so at least four fit and every split
 * leaves room on both sides. A value that would make its row larger goes to overflow pages.
 */
public record PageFormat(int pageSizeBytes) {
    public static final int MIN_PAGE_SIZE_BYTES = 1 << 10;
    public static final int MAX_PAGE_SIZE_BYTES = 1 << 16;
    public static final int DEFAULT_PAGE_SIZE_BYTES = 8 << 10;

    /** The longest key where the page size allows it; see {@link #maxKeyBytes()}. */
    public static final int MAX_KEY_BYTES = 1 << 10;

    public static final int MAX_VALUE_BYTES = 1 << 20;
    public static final int MIN_ROWS_PER_PAGE = 4;

    public static final PageFormat DEFAULT = new PageFormat(DEFAULT_PAGE_SIZE_BYTES);

    public PageFormat {
        Check.argument(
                pageSizeBytes >= MIN_PAGE_SIZE_BYTES && pageSizeBytes <= MAX_PAGE_SIZE_BYTES,
                "a page has " + MIN_PAGE_SIZE_BYTES + " to " + MAX_PAGE_SIZE_BYTES + " bytes");
    }

    /** The longest key of a table: 1 KiB from a page size of 4,254 bytes on, less on smaller pages. */
    public int maxKeyBytes() {
        return maxKeyBytes(pageSizeBytes);
    }

    /** The longest key at a page size: {@code min(1024, (size - 10) / 4 - 37)}, so that four rows fit whatever their values. */
    public static int maxKeyBytes(int pageSizeBytes) {
        int room = maxRowBytes(pageSizeBytes) - PageLayout.ROW_HEADER_BYTES - PageLayout.REF_BYTES;
        return Math.min(MAX_KEY_BYTES, room);
    }

    private static int maxRowBytes(int pageSizeBytes) {
        return (pageSizeBytes - PageLayout.HEADER_BYTES) / MIN_ROWS_PER_PAGE - PageLayout.SLOT_BYTES;
    }

    /** Whether a value must go to overflow pages. */
    public boolean isLarge(int keyBytes, int valueBytes) {
        return PageLayout.ROW_HEADER_BYTES + keyBytes + valueBytes > maxRowBytes(pageSizeBytes);
    }

    /** How much of a large value one overflow page holds. */
    public int overflowPayloadBytes() {
        return pageSizeBytes - PageLayout.HEADER_BYTES;
    }

    /** How many overflow pages a large value takes. */
    public int overflowPages(int valueBytes) {
        return Math.max(1, (valueBytes + overflowPayloadBytes() - 1) / overflowPayloadBytes());
    }

    /** Whether an image of this size fits a page. */
    public boolean fits(int imageBytes) {
        return imageBytes <= pageSizeBytes;
    }

    /** The longest delta for one page: one that carries the whole page. */
    public int maxDeltaBytes() {
        return pageSizeBytes + DeltaBuilder.INIT_OVERHEAD_BYTES;
    }
}
