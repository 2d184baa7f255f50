package dev.sextant.storage.page;

import static dev.sextant.storage.page.PageLayout.HEADER_BYTES;
import static dev.sextant.storage.page.PageLayout.ROW_HEADER_BYTES;
import static dev.sextant.storage.page.PageLayout.SLOT_BYTES;

import dev.sextant.api.spi.Check;

/**
 * Builds the bytes of one page, rows in key order, into an array of exactly the right size. The one place that lays rows
 * out, hence the one reason that equal content is equal bytes.
 */
final class PageAssembler {
    private final byte[] bytes;
    private final int count;
    private int next;
    private int end;

    /** A page of so many rows, which take so many bytes without their slots; or of a payload of so many bytes. */
    PageAssembler(PageKind kind, int level, int count, int contentBytes) {
        int size = HEADER_BYTES + SLOT_BYTES * count + contentBytes;
        Check.state(size <= PageFormat.MAX_PAGE_SIZE_BYTES, "a page is at most 64 KiB", size);
        this.bytes = new byte[size];
        this.count = count;
        this.end = HEADER_BYTES + SLOT_BYTES * count;
        bytes[PageLayout.FORMAT_AT] = PageLayout.FORMAT;
        bytes[PageLayout.KIND_AT] = (byte) kind.code();
        bytes[PageLayout.LEVEL_AT] = (byte) level;
        Bytes.putU16(bytes, PageLayout.COUNT_AT, count);
    }

    /** Appends the rows {@code first..last - 1} of another page as they are. */
    PageAssembler copy(Page from, int first, int last) {
        if (first >= last) {
            return this;
        }
        int start = from.rowAt(first);
        int length = from.rowAt(last) - start;
        System.arraycopy(from.bytes(), start, bytes, end, length);
        int shift = end - start;
        byte[] source = from.bytes();
        for (int i = first; i < last; i++) {
            int slot = Bytes.u16(source, HEADER_BYTES + SLOT_BYTES * i);
            Bytes.putU16(bytes, HEADER_BYTES + SLOT_BYTES * next++, slot + shift);
        }
        end += length;
        return this;
    }

    /** Appends a row. */
    PageAssembler row(NewRow row, long word) {
        byte[] key = row.key();
        startRow(row.flags(), word, key, 0, key.length);
        row.copyRest(bytes, end);
        end += row.restBytes();
        return this;
    }

    /** Appends the head of a row: all but its value or reference, which the caller appends next. */
    PageAssembler startRow(int flags, long word, byte[] keyBytes, int keyFrom, int keyLength) {
        Bytes.putU16(bytes, HEADER_BYTES + SLOT_BYTES * next++, end);
        bytes[end + PageLayout.ROW_FLAGS_AT] = (byte) flags;
        Bytes.putU16(bytes, end + PageLayout.ROW_KEY_LENGTH_AT, keyLength);
        Bytes.putI64(bytes, end + PageLayout.ROW_WORD_AT, word);
        System.arraycopy(keyBytes, keyFrom, bytes, end + ROW_HEADER_BYTES, keyLength);
        end += ROW_HEADER_BYTES + keyLength;
        return this;
    }

    /** Appends bytes to the row, or to the payload. */
    PageAssembler append(byte[] source, int from, int length) {
        System.arraycopy(source, from, bytes, end, length);
        end += length;
        return this;
    }

    PageAssembler appendI64(long value) {
        Bytes.putI64(bytes, end, value);
        end += Long.BYTES;
        return this;
    }

    Page page() {
        Check.state(next == count && end == bytes.length, "the page was filled as announced");
        return new Page(bytes);
    }
}
