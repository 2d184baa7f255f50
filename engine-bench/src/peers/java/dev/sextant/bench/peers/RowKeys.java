package dev.sextant.bench.peers;

import java.nio.charset.StandardCharsets;

/** Keys for stores that compare them as objects: a character for each byte, so that they sort as the bytes do. */
final class RowKeys {
    private RowKeys() {}

    static String of(byte[] key) {
        return new String(key, StandardCharsets.ISO_8859_1);
    }
}
