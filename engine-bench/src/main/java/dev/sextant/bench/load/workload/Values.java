package dev.sextant.bench.load.workload;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Values that begin with a number and are filled up with random bytes, so that nothing compresses them. */
final class Values {
    private Values() {}

    static byte[] of(long number, int sizeBytes, SplittableRandom random) {
        byte[] value = new byte[Math.max(Long.BYTES, sizeBytes)];
        random.nextBytes(value);
        ByteBuffer.wrap(value).putLong(number);
        return value;
    }

    /** The number of a row that must be there. */
    static long number(byte @Nullable [] value) {
        if (value == null) {
            throw new IllegalStateException("a row that was loaded is not there");
        }
        return ByteBuffer.wrap(value).getLong();
    }
}
