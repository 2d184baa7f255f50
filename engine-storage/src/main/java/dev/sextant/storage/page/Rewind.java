package dev.sextant.storage.page;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The delta that takes a page back: its content is again what it was as of a read point. So it is made of no base, but of the
 * page's own earlier versions, which whoever applies it must have: {@link Redo} does not.
 */
public final class Rewind {
    private static final int MOST_BYTES = DeltaLayout.HEADER_BYTES
            + 1
            + WriterId.MAX_COUNT * (Long.BYTES + 1 + ReadPoint.MAX_MISSING * Long.BYTES)
            + DeltaLayout.CRC_BYTES;

    private Rewind() {}

    /** The delta that goes back to a read point; the same for all pages. */
    public static byte[] to(ReadPoint target) {
        ByteBuffer to = ByteBuffer.allocate(MOST_BYTES);
        to.put((byte) DeltaLayout.FORMAT).put((byte) DeltaLayout.REWIND);
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            long[] missing = target.missing(writer);
            to.putLong(target.upTo(writer)).put((byte) missing.length);
            for (long seq : missing) {
                to.putLong(seq);
            }
        }
        byte[] delta = new byte[to.position() + DeltaLayout.CRC_BYTES];
        to.flip().get(delta, 0, to.limit());
        ByteBuffer.wrap(delta)
                .putInt(
                        delta.length - DeltaLayout.CRC_BYTES,
                        Bytes.crc32c(delta, 0, delta.length - DeltaLayout.CRC_BYTES));
        return delta;
    }

    /**
     * What a delta goes back to; null if it is none that does.
     *
     * @throws DeltaCorruptException if it is one, and damaged
     */
    public static @Nullable ReadPoint target(byte[] delta) {
        if (delta.length <= DeltaLayout.HEADER_BYTES
                || Bytes.u8(delta, DeltaLayout.HEADER_BYTES) != DeltaLayout.REWIND) {
            return null;
        }
        DeltaReader operations = new DeltaReader(delta);
        operations.next();
        DeltaReader.require(delta.length <= MOST_BYTES, "a rewind of so many bytes", delta.length);
        ByteBuffer from = ByteBuffer.wrap(delta, operations.restAt(), operations.restBytes());
        long[] upTo = new long[WriterId.MAX_COUNT];
        long[][] missing = new long[WriterId.MAX_COUNT][];
        for (int slot = 0; slot < upTo.length; slot++) {
            DeltaReader.require(from.remaining() > Long.BYTES, "a rewind that ends within its point");
            upTo[slot] = from.getLong();
            int count = from.get() & 0xFF;
            DeltaReader.require(from.remaining() >= count * Long.BYTES, "a rewind that ends within its point");
            missing[slot] = new long[count];
            for (int i = 0; i < count; i++) {
                missing[slot][i] = from.getLong();
            }
        }
        DeltaReader.require(!from.hasRemaining(), "a rewind with more than its point");
        try {
            return ReadPoint.of(upTo, missing);
        } catch (IllegalArgumentException e) {
            throw new DeltaCorruptException("a rewind to what is no read point: " + e.getMessage());
        }
    }
}
