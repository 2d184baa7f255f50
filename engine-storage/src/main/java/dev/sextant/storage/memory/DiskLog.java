package dev.sextant.storage.memory;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The records that were appended and not synced, end to end in one growing buffer. Not thread safe. */
final class DiskLog {
    /** The buffer that is kept when the log is emptied. */
    private static final int BUFFER_KEPT_BYTES = 2 << 20;

    private static final int BUFFER_LEAST_BYTES = 1 << 10;

    private byte[] buffer = new byte[0];
    private int length;

    int length() {
        return length;
    }

    /** Appends a write as one record of {@code recordBytes}, as {@link LogRecord#length} has it. */
    void append(DiskWrite write, int recordBytes) {
        int end = Math.addExact(length, recordBytes);
        if (end > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(Math.max(end, BUFFER_LEAST_BYTES), doubled(buffer.length)));
        }
        LogRecord.encode(write, ByteBuffer.wrap(buffer, length, recordBytes).slice());
        length = end;
    }

    private static int doubled(int bytes) {
        return (int) Math.min(2L * bytes, Integer.MAX_VALUE - Long.BYTES);
    }

    /** Keeps the first bytes only. */
    void cut(int keptBytes) {
        length = Math.min(keptBytes, length);
    }

    void clear() {
        length = 0;
        if (buffer.length > BUFFER_KEPT_BYTES) {
            buffer = new byte[0];
        }
    }

    /** Flips a bit, counted round and round; none if the log is empty. */
    void flip(long bitIndex) {
        if (length > 0) {
            Stored.flip(buffer, length, bitIndex);
        }
    }

    /** Gives the changes of the records to {@code target}, up to the first that is torn or damaged; whether all was whole. */
    boolean replay(Changes target) {
        return LogRecord.replayAll(ByteBuffer.wrap(buffer, 0, length), target);
    }
}
