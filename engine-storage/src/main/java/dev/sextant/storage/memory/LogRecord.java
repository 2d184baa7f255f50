package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A write as bytes in the log of a {@link MemoryDisk}: {@code body length | CRC32C of the body | body}. The checksum makes
 * a torn record recognisable, which is what makes a batch atomic.
 */
final class LogRecord {
    private static final int HEADER_BYTES = 2 * Integer.BYTES;
    private static final byte PUT = 1;
    private static final byte DELETE = 2;
    private static final byte DELETE_RANGE = 3;
    /** Not a thing that a real log knows of: a put that went astray. */
    private static final byte MISPLACE = 4;

    private static final ColumnFamily[] FAMILIES = ColumnFamily.values();

    private LogRecord() {}

    /** How many bytes the record of a write takes. */
    static int length(DiskWrite write) {
        Sizer sizer = new Sizer();
        write.forEach(sizer);
        return HEADER_BYTES + sizer.bytes;
    }

    /** Fills {@code record}, which is exactly as long as the record and backed by an array. */
    static void encode(DiskWrite write, ByteBuffer record) {
        int bodyBytes = record.position(HEADER_BYTES).remaining();
        write.forEach(new Encoder(record));
        record.putInt(0, bodyBytes).putInt(Integer.BYTES, checksum(record, HEADER_BYTES, bodyBytes));
    }

    /**
     * Gives the changes of the records in a log to {@code target}, in arrays of their own, up to the first that is torn or
     * damaged; returns whether there is none.
     */
    static boolean replayAll(ByteBuffer log, Changes target) {
        while (log.remaining() >= HEADER_BYTES) {
            int bodyBytes = log.getInt();
            int sum = log.getInt();
            if (bodyBytes < 0 || bodyBytes > log.remaining() || sum != checksum(log, log.position(), bodyBytes)) {
                return false;
            }
            int end = log.position() + bodyBytes;
            while (log.position() < end) {
                replay(log, target);
            }
        }
        return !log.hasRemaining();
    }

    private static void replay(ByteBuffer in, Changes target) {
        byte kind = in.get();
        ColumnFamily family = FAMILIES[in.get()];
        byte[] key = bytes(in);
        switch (kind) {
            case PUT -> target.put(family, key, bytes(in));
            case DELETE -> target.delete(family, key);
            case DELETE_RANGE -> target.deleteRange(family, key, bytes(in));
            case MISPLACE -> target.misplace(family, key, bytes(in));
            default -> throw new AssertionError("a whole record has a change of kind " + kind);
        }
    }

    private static int checksum(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), bytes.arrayOffset() + from, length);
        return (int) crc.getValue();
    }

    private static byte[] bytes(ByteBuffer in) {
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return bytes;
    }

    /** Counts the bytes that {@link Encoder} will write. */
    private static final class Sizer implements Changes {
        private static final int KIND_AND_FAMILY_BYTES = 2;

        private int bytes;

        @Override
        public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
            add(key, sealedValue);
        }

        @Override
        public void misplace(ColumnFamily family, byte[] key, byte[] sealedValue) {
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

    private record Encoder(ByteBuffer out) implements Changes {
        @Override
        public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
            start(PUT, family, key);
            append(sealedValue);
        }

        @Override
        public void misplace(ColumnFamily family, byte[] key, byte[] sealedValue) {
            start(MISPLACE, family, key);
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
