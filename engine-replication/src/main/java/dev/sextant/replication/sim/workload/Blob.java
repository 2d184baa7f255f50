package dev.sextant.replication.sim.workload;

import dev.sextant.api.Codec;
import java.util.Arrays;

/** A value of any size, that looks like no other of eight bytes or more. */
final class Blob {
    /** The bytes as they are. */
    static final Codec<Blob> CODEC = Codec.of(blob -> blob.bytes.clone(), Blob::new);

    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final byte[] bytes;

    private Blob(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The value of that size that belongs to a number. */
    static Blob of(long number, int size) {
        byte[] bytes = new byte[size];
        long word = number;
        for (int i = 0; i < size; i++) {
            if (i % Long.BYTES == 0 && i > 0) {
                word = word * MULTIPLIER + i;
            }
            bytes[i] = (byte) (word >>> (i % Long.BYTES * Byte.SIZE));
        }
        return new Blob(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Blob blob && Arrays.equals(bytes, blob.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Its size and a short digest. */
    @Override
    public String toString() {
        return bytes.length + " bytes #" + Integer.toHexString(hashCode());
    }
}
