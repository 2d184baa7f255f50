package dev.sextant.storage.page;

import static dev.sextant.storage.page.PageLayout.FLAG_LARGE;
import static dev.sextant.storage.page.PageLayout.FLAG_TOMBSTONE;
import static dev.sextant.storage.page.PageLayout.HEADER_BYTES;
import static dev.sextant.storage.page.PageLayout.REF_BYTES;
import static dev.sextant.storage.page.PageLayout.ROW_HEADER_BYTES;
import static dev.sextant.storage.page.PageLayout.SLOT_BYTES;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether bytes are a well-formed page. Everything that reads a page later relies on this check and makes none of its own:
 * slots rise and stay inside, rows are packed without gaps, keys rise, flags are known and references are within their
 * limits. A checksum alone would let through what a wrong program has sealed.
 */
final class PageStructure {
    /** Where the bytes come from. */
    enum Stage {
        /** An image: every LSN is known. */
        STORED,
        /** The content of a delta: rows may carry SELF. */
        WORKING
    }

    private final byte[] bytes;
    private final boolean leaf;
    private final Stage stage;

    private PageStructure(byte[] bytes, boolean leaf, Stage stage) {
        this.bytes = bytes;
        this.leaf = leaf;
        this.stage = stage;
    }

    /** What is wrong with the bytes, of which there are at least a header and at most the largest page; null if nothing. */
    static @Nullable String problem(byte[] bytes, Stage stage) {
        PageKind kind = PageKind.ofCode(Bytes.u8(bytes, PageLayout.KIND_AT));
        int level = Bytes.u8(bytes, PageLayout.LEVEL_AT);
        int count = Bytes.u16(bytes, PageLayout.COUNT_AT);
        int format = Bytes.u8(bytes, PageLayout.FORMAT_AT);
        if (format != PageLayout.FORMAT) {
            String writer = format > PageLayout.FORMAT ? "a newer version of Sextant wrote it: " : "";
            return writer + "unknown format " + format + "; this one reads " + PageLayout.FORMAT;
        }
        if (kind == null || Bytes.u8(bytes, PageLayout.ZERO_AT) != 0) {
            return "unknown kind";
        }
        if (kind == PageKind.INNER ? level == 0 || level > Page.MAX_LEVEL : level != 0) {
            return kind + " at level " + level;
        }
        if (!kind.hasRows()) {
            boolean sound = count == 0 && (kind == PageKind.OVERFLOW || bytes.length == HEADER_BYTES);
            return sound ? null : kind + " with rows";
        }
        return new PageStructure(bytes, kind == PageKind.LEAF, stage).problemOfRows(count);
    }

    private @Nullable String problemOfRows(int count) {
        int start = HEADER_BYTES + SLOT_BYTES * count;
        if (start > bytes.length || (count == 0 && start != bytes.length)) {
            return count + " rows in " + bytes.length + " bytes";
        }
        for (int i = 0; i < count; i++) {
            if (Bytes.u16(bytes, HEADER_BYTES + SLOT_BYTES * i) != start) {
                return "row " + i + " is not where the one before it ends";
            }
            int next = i + 1 < count ? Bytes.u16(bytes, HEADER_BYTES + SLOT_BYTES * (i + 1)) : bytes.length;
            String problem = problemOfRow(start, next);
            if (problem == null && i > 0) {
                problem = problemOfOrder(Bytes.u16(bytes, HEADER_BYTES + SLOT_BYTES * (i - 1)), start);
            }
            if (problem != null) {
                return "row " + i + ": " + problem;
            }
            start = next;
        }
        return null;
    }

    private @Nullable String problemOfRow(int row, int end) {
        if (end > bytes.length || end - row < ROW_HEADER_BYTES) {
            return "length " + (end - row);
        }
        int flags = Bytes.u8(bytes, row + PageLayout.ROW_FLAGS_AT);
        int restAt = row + ROW_HEADER_BYTES + Bytes.u16(bytes, row + PageLayout.ROW_KEY_LENGTH_AT);
        if (restAt > end) {
            return "its key is longer than the row";
        }
        return leaf ? problemOfLeafRow(row, flags, restAt, end) : problemOfInnerRow(flags, restAt, end);
    }

    private static @Nullable String problemOfInnerRow(int flags, int restAt, int end) {
        return flags == 0 && restAt == end ? null : "an inner row with flags or a value";
    }

    private @Nullable String problemOfLeafRow(int row, int flags, int restAt, int end) {
        long lsn = Bytes.i64(bytes, row + PageLayout.ROW_WORD_AT);
        if (lsn < 0 || (stage == Stage.STORED && lsn == RowLsn.SELF_VALUE)) {
            return "LSN " + lsn;
        }
        return switch (flags) {
            case 0 -> null;
            case FLAG_TOMBSTONE -> restAt == end ? null : "a tombstone with a value";
            case FLAG_LARGE -> problemOfReference(restAt, end, lsn == RowLsn.SELF_VALUE);
            default -> "unknown flags " + flags;
        };
    }

    private @Nullable String problemOfReference(int at, int end, boolean self) {
        if (end - at != REF_BYTES) {
            return "a reference of " + (end - at) + " bytes";
        }
        long seq = Bytes.i64(bytes, at + PageLayout.REF_SEQ_AT);
        if (self != (seq == OverflowRef.SELF_SEQ)) {
            return "a reference with LSN and seq of different versions";
        }
        return OverflowRef.problem(
                Bytes.i64(bytes, at),
                Bytes.i32(bytes, at + PageLayout.REF_PAGES_AT),
                Bytes.i32(bytes, at + PageLayout.REF_LENGTH_AT),
                seq);
    }

    private @Nullable String problemOfOrder(int before, int row) {
        int beforeAt = before + ROW_HEADER_BYTES;
        int at = row + ROW_HEADER_BYTES;
        int order = Arrays.compareUnsigned(
                bytes,
                beforeAt,
                beforeAt + Bytes.u16(bytes, before + PageLayout.ROW_KEY_LENGTH_AT),
                bytes,
                at,
                at + Bytes.u16(bytes, row + PageLayout.ROW_KEY_LENGTH_AT));
        return order < 0 ? null : "keys do not rise";
    }
}
