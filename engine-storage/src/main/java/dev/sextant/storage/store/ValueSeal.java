package dev.sextant.storage.store;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The checksum around a value: {@code value | CRC32C(family, key length, key, value)}, big-endian.
 *
 * <p>Family and key are part of the sum, so a whole value that turns up under another key is as corrupt as one with a
 * flipped bit.
 */
final class ValueSeal {
    static final int BYTES = Integer.BYTES;

    private ValueSeal() {}

    static byte[] seal(ColumnFamily family, byte[] key, byte[] value) {
        byte[] sealed = Arrays.copyOf(value, value.length + BYTES);
        int sum = sum(family, key, value, value.length);
        for (int i = 0; i < BYTES; i++) {
            sealed[value.length + i] = (byte) (sum >>> (24 - 8 * i));
        }
        return sealed;
    }

    /** The value inside, or null if the seal is broken. */
    static byte @Nullable [] unseal(ColumnFamily family, byte[] key, byte[] sealed) {
        int length = sealed.length - BYTES;
        if (length < 0) {
            return null;
        }
        int stored = 0;
        for (int i = 0; i < BYTES; i++) {
            stored = stored << 8 | (sealed[length + i] & 0xff);
        }
        return stored == sum(family, key, sealed, length) ? Arrays.copyOf(sealed, length) : null;
    }

    private static int sum(ColumnFamily family, byte[] key, byte[] value, int valueLength) {
        CRC32C crc = new CRC32C();
        crc.update(family.id());
        crc.update(key.length >>> 8);
        crc.update(key.length);
        crc.update(key);
        crc.update(value, 0, valueLength);
        return (int) crc.getValue();
    }
}
