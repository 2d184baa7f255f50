package dev.sextant.storage.page;

/**
 * Where things are in a page's image. All numbers are big-endian.
 *
 * <pre>
 *  header   0  u32 CRC32C of all that follows (zero in memory, filled in when the image leaves)
 *           4  u8  format
 *           5  u8  kind
 *           6  u8  level: 0 for leaves and pages without rows
 *           7  u8  zero
 *           8  u16 number of rows
 *  slots   10  u16 for each row, in key order: where it starts
 *  rows        packed in key order, no gaps; a row ends where the next one starts
 *
 *  row      0  u8  flags
 *           1  u16 key length
 *           3  u64 leaf: LSN of the last change; inner: id of the child page
 *          11      key, then for a live leaf row its value, for a large one the reference below
 *
 *  reference   u64 first page, u32 number of pages, u32 length of the value, u64 seq of the version that wrote them
 * </pre>
 *
 * <p>An overflow page has its payload where others have slots; a free page is a header alone.
 *
 * <p>Invariant: the layout is canonical. Equal content is equal bytes, however it came about, since rows are packed in key
 * order and nothing unused is kept. An image is only as long as its content; the page size is the limit at which it splits.
 */
final class PageLayout {
    static final int FORMAT = 1;

    static final int CRC_AT = 0;
    static final int FORMAT_AT = 4;
    static final int KIND_AT = 5;
    static final int LEVEL_AT = 6;
    static final int ZERO_AT = 7;
    static final int COUNT_AT = 8;
    static final int HEADER_BYTES = 10;
    static final int SLOT_BYTES = 2;

    static final int ROW_FLAGS_AT = 0;
    static final int ROW_KEY_LENGTH_AT = 1;
    static final int ROW_WORD_AT = 3;
    static final int ROW_HEADER_BYTES = 11;

    static final int FLAG_TOMBSTONE = 1;
    static final int FLAG_LARGE = 2;

    static final int REF_PAGES_AT = 8;
    static final int REF_LENGTH_AT = 12;
    static final int REF_SEQ_AT = 16;
    static final int REF_BYTES = 24;

    private PageLayout() {}
}
