package dev.sextant.api;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** The codecs that come with Sextant. All are stateless and safe for use by any thread. */
public final class Codecs {
    private static final Codec<byte[]> BYTES = Codec.of(byte[]::clone, bytes -> bytes);
    private static final Codec<String> UTF8 = Codec.of(Codecs::encodeUtf8, Codecs::decodeUtf8);
    private static final Codec<Long> INT64 = Codec.of(Codecs::encodeInt64, Codecs::decodeInt64);

    private static final char REPLACEMENT = '\uFFFD';

    private Codecs() {}

    /** Bytes as they are, ordered as unsigned. What the caller does to its array later changes nothing. */
    public static Codec<byte[]> bytes() {
        return BYTES;
    }

    /**
     * Text as UTF-8, ordered by code point (which is not {@link String#compareTo}'s order above U+FFFF). Text with half of a
     * surrogate pair has no UTF-8 form and is refused, never replaced.
     */
    public static Codec<String> utf8() {
        return UTF8;
    }

    /** Numbers as eight bytes, big endian with the sign bit flipped, so that they are ordered as numbers. */
    public static Codec<Long> int64() {
        return INT64;
    }

    private static byte[] encodeUtf8(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!pair) {
                    throw new IllegalArgumentException("half of a surrogate pair at index " + i);
                }
                i++;
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String decodeUtf8(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            checkWellFormed(bytes);
        }
        return text;
    }

    /** Tells a replacement character that was stored from one that stands for a malformed sequence. */
    private static void checkWellFormed(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8: " + e.getMessage(), e);
        }
    }

    private static byte[] encodeInt64(Long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value ^ Long.MIN_VALUE).array();
    }

    private static Long decodeInt64(byte[] bytes) {
        if (bytes.length != Long.BYTES) {
            throw new IllegalArgumentException("an int64 has 8 bytes, not " + bytes.length);
        }
        return ByteBuffer.wrap(bytes).getLong() ^ Long.MIN_VALUE;
    }
}
