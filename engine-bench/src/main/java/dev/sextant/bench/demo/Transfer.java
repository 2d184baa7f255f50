package dev.sextant.bench.demo;

import dev.sextant.api.Codec;
import java.nio.ByteBuffer;

/**
 * What one transaction did, as it stands in the ledger: enough to compute every balance and every counter again.
 *
 * @param from the account that paid
 * @param to the account that was paid
 * @param amount what
 * @param counter the counter that was bumped by one, or {@link #NO_COUNTER}
 */
record Transfer(int from, int to, long amount, int counter) {
    static final int NO_COUNTER = -1;

    /** Twenty bytes. */
    static final Codec<Transfer> CODEC = Codec.of(Transfer::encode, Transfer::decode);

    private static final int SIZE_BYTES = 3 * Integer.BYTES + Long.BYTES;

    private byte[] encode() {
        return ByteBuffer.allocate(SIZE_BYTES)
                .putInt(from)
                .putInt(to)
                .putLong(amount)
                .putInt(counter)
                .array();
    }

    private static Transfer decode(byte[] bytes) {
        if (bytes.length != SIZE_BYTES) {
            throw new IllegalArgumentException("a transfer has " + SIZE_BYTES + " bytes, not " + bytes.length);
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new Transfer(buffer.getInt(), buffer.getInt(), buffer.getLong(), buffer.getInt());
    }
}
