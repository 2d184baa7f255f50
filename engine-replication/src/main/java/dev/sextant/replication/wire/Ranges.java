package dev.sextant.replication.wire;

import com.google.protobuf.ByteString;

/** Checks of what no record checks by itself. What they throw becomes a {@link WireException} in {@link Frames}. */
final class Ranges {
    private static final byte[] NO_BYTES = new byte[0];

    private Ranges() {}

    /** The number, which is at or above zero. */
    static long notNegative(long number, String what) {
        if (number < 0) {
            throw new IllegalArgumentException(what + " is not negative: " + number);
        }
        return number;
    }

    /** The number, which is at or above zero, or -1 for none. */
    static long orNone(long number, String what) {
        if (number < -1) {
            throw new IllegalArgumentException(what + " is not negative, or it is -1: " + number);
        }
        return number;
    }

    /** There are no more of something than a limit. */
    static void count(int count, int limit, String what) {
        if (count > limit) {
            throw new IllegalArgumentException(count + " " + what + ", at most " + limit + " are allowed");
        }
    }

    /** Of something there is one for each of a number of places. */
    static void exactly(int count, int places, String what) {
        if (count != places) {
            throw new IllegalArgumentException(count + " " + what + ", not " + places);
        }
    }

    /** A copy of bytes that are no more than a limit. */
    static byte[] bytes(ByteString wire, int limit, String what) {
        if (wire.size() > limit) {
            throw new IllegalArgumentException(
                    what + " has " + wire.size() + " bytes, at most " + limit + " are allowed");
        }
        return wire.isEmpty() ? NO_BYTES : wire.toByteArray();
    }
}
