package dev.sextant.storage.page;

/**
 * How a delta is written: {@code u8 format, operations, u32 CRC32C of all before it}. Numbers are big-endian.
 *
 * <pre>
 *  PUT        u16 key length, u16 value length, key, value     the row's LSN is the version the delta makes
 *  PUT_LARGE  u16 key length, key, u64 first page, u32 pages, u32 value length
 *  TOMBSTONE  u16 key length, key
 *  REMOVE     u16 key length, key                              of a row that is there
 *  PUT_CHILD  u16 key length, key, u64 child page
 *  TRUNCATE   u16 key length, key                              first of all: rows at and after the key go
 *  INIT       the page's bytes without their checksum          alone: the whole new content
 *  FREE                                                        alone: an overflow page is given up
 *  REWIND     a read point: of each writer slot u64 up to, u8 number of missing seqs, u64 each
 *                                                              alone: the content is again what it was as of the point
 * </pre>
 *
 * <p>Row operations come in rising key order, one a key, so a page is rebuilt in a single pass and there is one delta for one
 * set of operations. A delta without operations is legal: it makes a version with the same content. A split needs it for a
 * left page that keeps all its rows but not its key range.
 */
final class DeltaLayout {
    static final int FORMAT = 1;

    static final int PUT = 1;
    static final int PUT_LARGE = 2;
    static final int TOMBSTONE = 3;
    static final int REMOVE = 4;
    static final int PUT_CHILD = 5;
    static final int TRUNCATE = 6;
    static final int INIT = 7;
    static final int FREE = 8;
    static final int REWIND = 9;

    static final int HEADER_BYTES = 1;
    static final int CRC_BYTES = 4;

    /** A page that is carried whole comes without its checksum, from here on. */
    static final int INIT_FROM = PageLayout.FORMAT_AT;

    /** The longest delta anyone makes or accepts: one that carries the largest page. */
    static final int MAX_DELTA_BYTES = PageFormat.MAX_PAGE_SIZE_BYTES + HEADER_BYTES + 1 - INIT_FROM + CRC_BYTES;

    private DeltaLayout() {}
}
