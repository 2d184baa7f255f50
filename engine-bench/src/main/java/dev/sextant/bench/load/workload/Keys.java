package dev.sextant.bench.load.workload;

import java.nio.ByteBuffer;

/** Keys that are ordered as what they are made of: the letter of a kind of rows, then numbers that are not negative. */
final class Keys {
    private Keys() {}

    static byte[] of(char kind, long... numbers) {
        ByteBuffer key = ByteBuffer.allocate(1 + numbers.length * Long.BYTES).put((byte) kind);
        for (long number : numbers) {
            key.putLong(number);
        }
        return key.array();
    }
}
