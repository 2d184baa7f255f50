package dev.sextant.storage.page;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.Arrays;

/**
 * Writes the delta of one page. Row operations are given in rising key order, at most one a key; a truncation comes first.
 * {@link Redo#diff} makes the delta between two pages.
 */
public final class DeltaBuilder {
    /** What a delta that carries a whole page is longer than the page's image. */
    static final int INIT_OVERHEAD_BYTES = DeltaLayout.HEADER_BYTES + 1 - DeltaLayout.INIT_FROM + DeltaLayout.CRC_BYTES;

    private static final int FIRST_BYTES = 128;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int end;
    private byte[] lastKey = {};
    private boolean empty = true;
    private boolean truncates;

    public DeltaBuilder() {
        appendU8(DeltaLayout.FORMAT);
    }

    /** The delta that gives a page the whole content of another; its SELF rows get the version's LSN. */
    public static byte[] init(Page content) {
        byte[] page = content.bytes();
        DeltaBuilder builder = new DeltaBuilder();
        builder.reserve(page.length);
        builder.appendU8(DeltaLayout.INIT);
        builder.append(page, DeltaLayout.INIT_FROM, page.length - DeltaLayout.INIT_FROM);
        return builder.build();
    }

    /** The delta that gives up an overflow page. */
    public static byte[] free() {
        DeltaBuilder builder = new DeltaBuilder();
        builder.appendU8(DeltaLayout.FREE);
        return builder.build();
    }

    /** The delta that makes a new version with the same content. */
    public static byte[] touch() {
        return new DeltaBuilder().build();
    }

    /** Drops all rows at and after the key; rows put by the same delta may lie there. */
    public DeltaBuilder truncate(byte[] key) {
        Check.state(empty, "a truncation comes first");
        empty = false;
        truncates = true;
        appendU8(DeltaLayout.TRUNCATE);
        appendKey(key);
        return this;
    }

    /** Puts a row and its value. */
    public DeltaBuilder put(byte[] key, byte[] value) {
        start(DeltaLayout.PUT, key);
        Check.argument(value.length <= Character.MAX_VALUE, "a value in a row is shorter than a page");
        appendU16(key.length);
        appendU16(value.length);
        append(key, 0, key.length);
        append(value, 0, value.length);
        return this;
    }

    /** Puts a row whose value is on overflow pages that the same version writes. */
    public DeltaBuilder putLarge(byte[] key, OverflowRef overflow) {
        start(DeltaLayout.PUT_LARGE, key);
        appendKey(key);
        appendI64(overflow.first().value());
        appendI32(overflow.pageCount());
        appendI32(overflow.valueBytes());
        return this;
    }

    /** Puts a tombstone, whether or not there is a row. */
    public DeltaBuilder tombstone(byte[] key) {
        start(DeltaLayout.TOMBSTONE, key);
        appendKey(key);
        return this;
    }

    /** Removes a row without a trace. */
    public DeltaBuilder remove(byte[] key) {
        start(DeltaLayout.REMOVE, key);
        appendKey(key);
        return this;
    }

    /** Puts a row of an inner page. */
    public DeltaBuilder putChild(byte[] separator, PageId child) {
        start(DeltaLayout.PUT_CHILD, separator);
        appendKey(separator);
        appendI64(child.value());
        return this;
    }

    /** The delta. The builder is spent. */
    public byte[] build() {
        appendI32(Bytes.crc32c(bytes, 0, end));
        Check.state(end <= DeltaLayout.MAX_DELTA_BYTES, "a delta is not longer than the largest page", end);
        return end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
    }

    /** How long the delta would be now. */
    int sizeBytes() {
        return end + DeltaLayout.CRC_BYTES;
    }

    private void start(int operation, byte[] key) {
        boolean first = empty || truncates;
        Check.state(first || Arrays.compareUnsigned(lastKey, key) < 0, "operations come in rising key order");
        empty = false;
        truncates = false;
        lastKey = key;
        appendU8(operation);
    }

    private void appendKey(byte[] key) {
        Check.argument(key.length <= Character.MAX_VALUE, "a key is shorter than a page");
        appendU16(key.length);
        append(key, 0, key.length);
    }

    private void appendU8(int value) {
        reserve(1);
        bytes[end++] = (byte) value;
    }

    private void appendU16(int value) {
        reserve(Character.BYTES);
        Bytes.putU16(bytes, end, value);
        end += Character.BYTES;
    }

    private void appendI32(int value) {
        reserve(Integer.BYTES);
        Bytes.putI32(bytes, end, value);
        end += Integer.BYTES;
    }

    private void appendI64(long value) {
        reserve(Long.BYTES);
        Bytes.putI64(bytes, end, value);
        end += Long.BYTES;
    }

    private void append(byte[] source, int from, int length) {
        reserve(length);
        System.arraycopy(source, from, bytes, end, length);
        end += length;
    }

    private void reserve(int more) {
        if (more > bytes.length - end) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + more));
        }
    }
}
