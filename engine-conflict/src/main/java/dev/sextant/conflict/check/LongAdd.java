package dev.sextant.conflict.check;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Adds a long to a row that holds one; a missing row counts as 0. Longs are kept as eight bytes, big endian, the sign bit
 * flipped, so that their order is the order of the bytes. A sum that no long can hold, and a row that holds no long, fail
 * the transaction: a counter that silently wraps is worse than one that refuses.
 */
public enum LongAdd implements MergeFunction {
    INSTANCE;

    @Override
    public byte[] merge(byte @Nullable [] current, byte[] operand) {
        long value = current == null ? 0 : decode(current);
        long addend = decode(operand);
        long sum = value + addend;
        if (((value ^ sum) & (addend ^ sum)) < 0) {
            throw new ArithmeticException("adding " + addend + " to " + value + " exceeds a 64-bit integer");
        }
        return encode(sum);
    }

    /** The bytes of a long, as an operand or as a row's value. */
    public static byte[] encode(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value ^ Long.MIN_VALUE).array();
    }

    /** The long that the bytes hold. */
    public static long decode(byte[] bytes) {
        if (bytes.length != Long.BYTES) {
            throw new IllegalArgumentException(
                    "a 64-bit integer takes " + Long.BYTES + " bytes, but here are " + bytes.length);
        }
        return ByteBuffer.wrap(bytes).getLong() ^ Long.MIN_VALUE;
    }
}
