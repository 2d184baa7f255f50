package dev.sextant.api.spi;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Keys in the form in which messages show them: quoted if they are printable ASCII, in hexadecimal digits if not. */
public final class KeyText {
    /** The most bytes of a key that are shown. */
    public static final int SHOWN_BYTES = 64;

    private KeyText() {}

    /** As {@code 'alice'} or {@code 0x8000000000000007}; what is cut off is marked by an ellipsis. */
    public static String of(byte[] key) {
        int shown = Math.min(key.length, SHOWN_BYTES);
        String rest = key.length > shown ? "..." : "";
        return isPrintable(key, shown)
                ? "'" + new String(key, 0, shown, StandardCharsets.US_ASCII) + "'" + rest
                : "0x" + HexFormat.of().formatHex(key, 0, shown) + rest;
    }

    private static boolean isPrintable(byte[] key, int length) {
        for (int i = 0; i < length; i++) {
            if (key[i] < ' ' || key[i] > '~') {
                return false;
            }
        }
        return true;
    }
}
