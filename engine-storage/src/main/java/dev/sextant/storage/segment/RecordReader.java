package dev.sextant.storage.segment;

import java.util.Arrays;

/**
 * Reads what {@link RecordWriter} wrote. The store has verified the bytes' checksum, so what cannot be read was written by
 * another version or by a bug: {@link RecordCorruptException}.
 */
final class RecordReader {
    private static final int MAX_NUMBER_BITS = 64;

    private final byte[] bytes;
    private int at;

    RecordReader(byte[] bytes) {
        this.bytes = bytes;
    }

    int u8() {
        require(at < bytes.length, "it ends early");
        return bytes[at++] & 0xff;
    }

    boolean flag() {
        int value = u8();
        require(value <= 1, "a flag is 0 or 1");
        return value == 1;
    }

    long number() {
        long value = 0;
        for (int shift = 0; shift < MAX_NUMBER_BITS; shift += 7) {
            int next = u8();
            value |= (long) (next & 0x7f) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new RecordCorruptException("a number has no end");
    }

    /** A count of things that take a byte each at least. */
    int count() {
        long value = number();
        require(value >= 0 && value <= bytes.length - at, "it counts more than it has room for");
        return (int) value;
    }

    byte[] array() {
        int length = count();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** Whether something is left to read. */
    boolean hasMore() {
        return at < bytes.length;
    }

    /** Everything must have been read. */
    void end() {
        require(at == bytes.length, "it goes on after its end");
    }

    static void require(boolean condition, String problem) {
        if (!condition) {
            throw new RecordCorruptException(problem);
        }
    }
}
