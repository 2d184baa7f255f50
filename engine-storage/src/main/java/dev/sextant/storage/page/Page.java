package dev.sextant.storage.page;

import static dev.sextant.storage.page.PageLayout.COUNT_AT;
import static dev.sextant.storage.page.PageLayout.CRC_AT;
import static dev.sextant.storage.page.PageLayout.FORMAT_AT;
import static dev.sextant.storage.page.PageLayout.HEADER_BYTES;
import static dev.sextant.storage.page.PageLayout.KIND_AT;
import static dev.sextant.storage.page.PageLayout.LEVEL_AT;
import static dev.sextant.storage.page.PageLayout.ROW_FLAGS_AT;
import static dev.sextant.storage.page.PageLayout.ROW_HEADER_BYTES;
import static dev.sextant.storage.page.PageLayout.ROW_KEY_LENGTH_AT;
import static dev.sextant.storage.page.PageLayout.ROW_WORD_AT;
import static dev.sextant.storage.page.PageLayout.SLOT_BYTES;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One version of a page: immutable, so readers share it without locks. The layout is in {@code PageLayout}.
 *
 * <p>A page that no version was ever written of is {@link #EMPTY}, an empty leaf: the roots of new trees come into being that
 * way and nobody creates them.
 *
 * <p>Invariants: the bytes never change after construction; they have passed the structure check, so no row, key or reference
 * reaches outside; equal content is equal bytes.
 */
public final class Page {
    /** A leaf without rows: what every page is before its first version. Sources of pages give this very object for it. */
    public static final Page EMPTY = new PageAssembler(PageKind.LEAF, 0, 0, 0).page();

    /** An overflow page that was given up. */
    public static final Page FREE = new PageAssembler(PageKind.FREE, 0, 0, 0).page();

    /** The highest level an inner page can have. With four children a page this is more rows than there are page ids. */
    public static final int MAX_LEVEL = 64;

    private final byte[] bytes;
    private final PageKind kind;
    private final int count;

    /** Takes the bytes over. They are known to be well formed. */
    Page(byte[] bytes) {
        this.bytes = bytes;
        this.kind = Objects.requireNonNull(PageKind.ofCode(Bytes.u8(bytes, KIND_AT)));
        this.count = Bytes.u16(bytes, COUNT_AT);
    }

    /**
     * The page of a stored image. The image is copied.
     *
     * @param page only names the page in the exception
     * @throws PageCorruptException if the checksum or the structure is wrong, whatever the bytes are
     */
    public static Page fromImage(PageId page, byte[] image) {
        if (image.length < HEADER_BYTES || image.length > PageFormat.MAX_PAGE_SIZE_BYTES) {
            throw new PageCorruptException(page, "an image of " + image.length + " bytes");
        }
        if (Bytes.i32(image, CRC_AT) != Bytes.crc32c(image, FORMAT_AT, image.length)) {
            throw new PageCorruptException(page, "wrong checksum");
        }
        byte[] bytes = image.clone();
        Bytes.putI32(bytes, CRC_AT, 0);
        String problem = PageStructure.problem(bytes, PageStructure.Stage.STORED);
        if (problem != null) {
            throw new PageCorruptException(page, problem);
        }
        return new Page(bytes);
    }

    /** The image to store or send: a fresh copy with its checksum filled in. Every row's LSN must be known. */
    public byte[] toImage() {
        for (int i = 0; isLeaf() && i < count; i++) {
            Check.state(word(i) != RowLsn.SELF_VALUE, "a page is stored only when its version is known");
        }
        byte[] image = bytes.clone();
        Bytes.putI32(image, CRC_AT, Bytes.crc32c(image, FORMAT_AT, image.length));
        return image;
    }

    public PageKind kind() {
        return kind;
    }

    public boolean isLeaf() {
        return kind == PageKind.LEAF;
    }

    public boolean isInner() {
        return kind == PageKind.INNER;
    }

    /**
     * Whether this is {@link #EMPTY} itself, the page nobody ever wrote; a leaf that lost all its rows is another object.
     * Only a root may be unwritten: a page that another one refers to was written with it, so there it means a lost page.
     */
    @SuppressWarnings("ReferenceEquality") // which empty page it is, not what is in it
    public boolean isUnwritten() {
        return this == EMPTY;
    }

    /** The height above the leaves: 0 for a leaf. */
    public int level() {
        return Bytes.u8(bytes, LEVEL_AT);
    }

    /** How many rows the page holds, tombstones included. */
    public int count() {
        return count;
    }

    /** The length of the image, for caches that weigh pages and for whoever decides on a split. */
    public int sizeBytes() {
        return bytes.length;
    }

    /** What the image would grow or shrink to if the row were put. */
    public int sizeWithBytes(NewRow row) {
        int at = find(row.key());
        return at >= 0 ? bytes.length - rowBytes(at) + row.sizeBytes() : bytes.length + SLOT_BYTES + row.sizeBytes();
    }

    /** The index of the key, or {@code -(where it would be inserted) - 1}. */
    public int find(byte[] key) {
        return find(key, 0, key.length, 0, count);
    }

    /** As {@link #find(byte[])}, for a key within an array and among the rows {@code low..high - 1}. */
    int find(byte[] keyBytes, int keyFrom, int keyTo, int low, int high) {
        byte[] page = bytes;
        int from = low;
        int to = high - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            int row = Bytes.u16(page, HEADER_BYTES + SLOT_BYTES * middle);
            int keyAt = row + ROW_HEADER_BYTES;
            int order = Arrays.compareUnsigned(
                    page, keyAt, keyAt + Bytes.u16(page, row + ROW_KEY_LENGTH_AT), keyBytes, keyFrom, keyTo);
            if (order < 0) {
                from = middle + 1;
            } else if (order > 0) {
                to = middle - 1;
            } else {
                return middle;
            }
        }
        return -from - 1;
    }

    /** The index of the last row whose key is at or before the given one; -1 if there is none. */
    public int floor(byte[] key) {
        int at = find(key);
        return at >= 0 ? at : -at - 2;
    }

    public byte[] key(int index) {
        int keyAt = keyAt(index);
        return Arrays.copyOfRange(bytes, keyAt, keyAt + keyBytes(index));
    }

    /** Compares the key of a row with another key, as unsigned bytes. */
    public int compareKey(int index, byte[] key) {
        int keyAt = keyAt(index);
        return Arrays.compareUnsigned(bytes, keyAt, keyAt + keyBytes(index), key, 0, key.length);
    }

    /** A view of a leaf row. */
    public Row row(int index) {
        Check.state(isLeaf(), "only leaves have rows with values");
        return new Row(this, Objects.checkIndex(index, count));
    }

    /** The LSN of a leaf row's last change. */
    public Lsn lsn(int index) {
        Check.state(isLeaf(), "only leaf rows have an LSN");
        return new Lsn(word(index));
    }

    public boolean isTombstone(int index) {
        return (flags(index) & PageLayout.FLAG_TOMBSTONE) != 0;
    }

    /** The child page at and after an inner row's key. */
    public PageId child(int index) {
        Check.state(isInner(), "only inner pages have children");
        return new PageId(word(index));
    }

    /** How much of a large value this overflow page holds. */
    public int payloadBytes() {
        Check.state(kind == PageKind.OVERFLOW, "only overflow pages have a payload");
        return bytes.length - HEADER_BYTES;
    }

    /** Copies the payload of an overflow page to a place in an array. */
    public void copyPayload(byte[] target, int targetAt) {
        System.arraycopy(bytes, HEADER_BYTES, target, targetAt, payloadBytes());
    }

    /** This page with its SELF rows resolved: byte for byte what applying its delta gives. Itself if it holds none. */
    public Page resolved(VersionId version) {
        Redo.requireVersion(version);
        byte[] copy = null;
        for (int i = 0; isLeaf() && i < count; i++) {
            if (word(i) == RowLsn.SELF_VALUE) {
                copy = copy == null ? bytes.clone() : copy;
                Bytes.putI64(copy, rowAt(i) + ROW_WORD_AT, version.lsn().value());
                if ((flags(i) & PageLayout.FLAG_LARGE) != 0) {
                    Bytes.putI64(copy, restAt(i) + PageLayout.REF_SEQ_AT, version.seq());
                }
            }
        }
        return copy == null ? this : new Page(copy);
    }

    byte[] bytes() {
        return bytes;
    }

    int flags(int index) {
        return Bytes.u8(bytes, rowAt(index) + ROW_FLAGS_AT);
    }

    long word(int index) {
        return Bytes.i64(bytes, rowAt(index) + ROW_WORD_AT);
    }

    int keyAt(int index) {
        return rowAt(index) + ROW_HEADER_BYTES;
    }

    int keyBytes(int index) {
        return Bytes.u16(bytes, rowAt(index) + ROW_KEY_LENGTH_AT);
    }

    /** Where the value or the reference of a row starts. */
    int restAt(int index) {
        return keyAt(index) + keyBytes(index);
    }

    /** Where a row starts; for {@code count}, where the last one ends. */
    int rowAt(int index) {
        return index < count ? Bytes.u16(bytes, HEADER_BYTES + SLOT_BYTES * index) : bytes.length;
    }

    int rowEnd(int index) {
        return rowAt(index + 1);
    }

    /** The length of a row, its slot not counted. */
    public int rowBytes(int index) {
        return rowEnd(index) - rowAt(index);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Page page && Arrays.equals(bytes, page.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return kind + " level " + level() + ", " + count + " rows, " + bytes.length + " bytes";
    }
}
