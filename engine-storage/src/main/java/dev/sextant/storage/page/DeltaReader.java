package dev.sextant.storage.page;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Walks the operations of a delta. Checks everything that can be checked without the page: the checksum, that operations are
 * known, complete, in order and within their limits. What it hands out are places in the delta's own array.
 */
final class DeltaReader {
    private final byte[] delta;
    private final int end;
    private int next = DeltaLayout.HEADER_BYTES;

    private int operation;
    private int keyAt;
    private int keyEnd;
    private int restAt;
    private int restEnd;

    /**
     * Checks the envelope.
     *
     * @throws DeltaCorruptException if the bytes are no delta
     */
    DeltaReader(byte[] delta) {
        int length = delta.length;
        require(
                length >= DeltaLayout.HEADER_BYTES + DeltaLayout.CRC_BYTES && length <= DeltaLayout.MAX_DELTA_BYTES,
                "its length");
        this.delta = delta;
        this.end = length - DeltaLayout.CRC_BYTES;
        require(Bytes.i32(delta, end) == Bytes.crc32c(delta, 0, end), "its checksum");
        int format = Bytes.u8(delta, 0);
        require(format <= DeltaLayout.FORMAT, "a newer version of Sextant wrote it, in format", format);
        require(format == DeltaLayout.FORMAT, "its format", format);
    }

    /** Goes back to before the first operation. */
    void rewind() {
        next = DeltaLayout.HEADER_BYTES;
        operation = 0;
    }

    /** Moves to the next operation; false at the end. */
    boolean next() {
        if (next == end) {
            return false;
        }
        int at = next++;
        int beforeAt = keyAt;
        int beforeEnd = keyEnd;
        int before = operation;
        operation = Bytes.u8(delta, at);
        switch (operation) {
            case DeltaLayout.PUT -> readPut();
            case DeltaLayout.PUT_LARGE -> readPutLarge();
            case DeltaLayout.PUT_CHILD -> readKeyed(Long.BYTES);
            case DeltaLayout.TOMBSTONE, DeltaLayout.REMOVE -> readKeyed(0);
            case DeltaLayout.TRUNCATE -> {
                require(before == 0, "a truncation after other operations");
                readKeyed(0);
            }
            case DeltaLayout.INIT, DeltaLayout.FREE, DeltaLayout.REWIND -> readAlone(before);
            default -> throw new DeltaCorruptException("unknown operation " + operation);
        }
        if (isRow(operation) && isRow(before)) {
            int order = Arrays.compareUnsigned(delta, beforeAt, beforeEnd, delta, keyAt, keyEnd);
            require(order < 0, "operations out of order");
        }
        return true;
    }

    private void readPutLarge() {
        readKeyed(PageLayout.REF_SEQ_AT);
        String problem = OverflowRef.problem(
                Bytes.i64(delta, restAt),
                Bytes.i32(delta, restAt + PageLayout.REF_PAGES_AT),
                Bytes.i32(delta, restAt + PageLayout.REF_LENGTH_AT),
                OverflowRef.SELF_SEQ);
        require(problem == null, problem);
    }

    private void readPut() {
        require(end - next >= 2 * Character.BYTES, "it ends within an operation");
        int keyBytes = Bytes.u16(delta, next);
        int valueBytes = Bytes.u16(delta, next + Character.BYTES);
        readContent(next + 2 * Character.BYTES, keyBytes, valueBytes);
    }

    private void readKeyed(int restBytes) {
        require(end - next >= Character.BYTES, "it ends within an operation");
        readContent(next + Character.BYTES, Bytes.u16(delta, next), restBytes);
    }

    private void readContent(int at, int keyBytes, int restBytes) {
        require(end - at >= keyBytes + restBytes, "it ends within an operation");
        keyAt = at;
        keyEnd = at + keyBytes;
        restAt = keyEnd;
        restEnd = restAt + restBytes;
        next = restEnd;
    }

    private void readAlone(int before) {
        require(before == 0, "a whole page beside other operations");
        restAt = next;
        restEnd = operation == DeltaLayout.FREE ? next : end;
        next = restEnd;
        require(next == end, "a whole page beside other operations");
    }

    private static boolean isRow(int operation) {
        return operation >= DeltaLayout.PUT && operation <= DeltaLayout.PUT_CHILD;
    }

    int operation() {
        return operation;
    }

    byte[] delta() {
        return delta;
    }

    int keyAt() {
        return keyAt;
    }

    int keyEnd() {
        return keyEnd;
    }

    int keyBytes() {
        return keyEnd - keyAt;
    }

    int restAt() {
        return restAt;
    }

    int restBytes() {
        return restEnd - restAt;
    }

    static void require(boolean condition, @Nullable String problem) {
        if (!condition) {
            throw new DeltaCorruptException(String.valueOf(problem));
        }
    }

    /** As {@link #require(boolean, String)}; {@code detail} is rendered only on failure. */
    static void require(boolean condition, String problem, Object detail) {
        if (!condition) {
            throw new DeltaCorruptException(problem + ": " + detail);
        }
    }
}
