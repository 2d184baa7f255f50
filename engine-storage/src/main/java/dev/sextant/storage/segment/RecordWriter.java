package dev.sextant.storage.segment;

import java.util.Arrays;

/** Bytes of a stored record, written front to back: numbers as groups of seven bits, lowest first; arrays with their length. */
final class RecordWriter {
    private static final int FIRST_CAPACITY = 128;
    private static final int CONTINUES = 0x80;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;

    RecordWriter u8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    RecordWriter flag(boolean value) {
        return u8(value ? 1 : 0);
    }

    /** Small numbers take few bytes; any long can be written. */
    RecordWriter number(long value) {
        reserve(Long.BYTES + 2);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) ((rest & 0x7f) | CONTINUES);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
        return this;
    }

    RecordWriter array(byte[] value) {
        number(value.length);
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
        return this;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
