package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.StoreBatch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A batch as bytes in the log of a {@link MemoryDisk}: {@code body length | CRC32C of the body | body}. The checksum makes
 * a torn record recognisable, which is what makes a batch atomic.
 */
final class LogRecord {
    private static final int HEADER_BYTES = 2 * Integer.BYTES;
    private static final byte PUT = 1;
    private static final byte DELETE = 2;
    private static final byte DELETE_RANGE = 3;
    private static final ColumnFamily[] FAMILIES = ColumnFamily.values();

    private LogRecord() {}

    static byte[] encode(StoreBatch batch) {
        Sizer sizer = new Sizer();
        batch.forEach(sizer);
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + sizer.bytes).position(HEADER_BYTES);
        batch.forEach(new Encoder(record));
        record.putInt(0, sizer.bytes).putInt(Integer.BYTES, checksum(record.array()));
        return record.array();
    }

    /** Gives the changes of the records in a log to {@code target}, up to the first that is torn or damaged. */
    static void replayLog(byte[] log, StoreBatch.Operations target) {
        int at = 0;
        while (log.length - at >= HEADER_BYTES) {
            int end = at + HEADER_BYTES + ByteBuffer.wrap(log).getInt(at);
            if (end < at + HEADER_BYTES || end > log.length) {
                return;
            }
            byte[] record = Arrays.copyOfRange(log, at, end);
            if (ByteBuffer.wrap(record).getInt(Integer.BYTES) != checksum(record)) {
                return;
            }
            replay(record, target);
            at = end;
        }
    }

    /** Gives the changes of a whole record to {@code target}, in arrays of their own. */
    static void replay(byte[] record, StoreBatch.Operations target) {
        ByteBuffer in = ByteBuffer.wrap(record).position(HEADER_BYTES);
        while (in.hasRemaining()) {
            byte kind = in.get();
            ColumnFamily family = FAMILIES[in.get()];
            byte[] key = bytes(in);
            if (kind == PUT) {
                target.put(family, key, bytes(in));
            } else if (kind == DELETE) {
                target.delete(family, key);
            } else {
                target.deleteRange(family, key, bytes(in));
            }
        }
    }

    private static int checksum(byte[] record) {
        CRC32C crc = new CRC32C();
        crc.update(record, HEADER_BYTES, record.length - HEADER_BYTES);
        return (int) crc.getValue();
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    /** Counts the bytes that {@link Encoder} will write. */
    private static final class Sizer implements StoreBatch.Operations {
        private static final int KIND_AND_FAMILY_BYTES = 2;

        private int bytes;

        @Override
        public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
            add(key, sealedValue);
        }

        @Override
        public void delete(ColumnFamily family, byte[] key) {
            add(key, null);
        }

        @Override
        public void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {
            add(fromInclusive, toExclusive);
        }

        private void add(byte[] key, byte @Nullable [] argument) {
            bytes += KIND_AND_FAMILY_BYTES + Integer.BYTES + key.length;
            bytes += argument == null ? 0 : Integer.BYTES + argument.length;
        }
    }

    private record Encoder(ByteBuffer out) implements StoreBatch.Operations {
        @Override
        public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
            start(PUT, family, key);
            append(sealedValue);
        }

        @Override
        public void delete(ColumnFamily family, byte[] key) {
            start(DELETE, family, key);
        }

        @Override
        public void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {
            start(DELETE_RANGE, family, fromInclusive);
            append(toExclusive);
        }

        private void start(byte kind, ColumnFamily family, byte[] key) {
            out.put(kind).put((byte) family.ordinal());
            append(key);
        }

        private void append(byte[] bytes) {
            out.putInt(bytes.length).put(bytes);
        }
    }
}
