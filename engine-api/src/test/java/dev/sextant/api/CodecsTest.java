package dev.sextant.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Codecs give back what they were given, in the order they promise, and refuse the rest. */
class CodecsTest {
    @Property
    void numbersKeepTheirOrder(@ForAll long a, @ForAll long b) {
        assertEquals(a, roundTrip(Codecs.int64(), a));
        assertEquals(sign(Long.compare(a, b)), order(Codecs.int64(), a, b));
    }

    @Property
    void neighboursKeepTheirOrder(@ForAll long a) {
        if (a < Long.MAX_VALUE) {
            assertEquals(-1, order(Codecs.int64(), a, a + 1));
        }
    }

    @Property
    void textKeepsTheOrderOfCodePoints(@ForAll("text") String a, @ForAll("text") String b) {
        assertEquals(a, roundTrip(Codecs.utf8(), a));
        assertEquals(
                sign(Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray())), order(Codecs.utf8(), a, b));
    }

    @Property
    void bytesStayAsTheyAre(@ForAll byte[] a, @ForAll byte[] b) {
        assertArrayEquals(a, roundTrip(Codecs.bytes(), a));
        assertEquals(sign(Arrays.compareUnsigned(a, b)), order(Codecs.bytes(), a, b));
        assertNotSame(a, Codecs.bytes().encode(a));
    }

    /** The strict decoder of the JDK is the model: accept what it accepts, and refuse what it refuses. */
    @Property
    void onlyUtf8IsText(@ForAll("nearlyUtf8") byte[] bytes) {
        String lenient = new String(bytes, StandardCharsets.UTF_8);
        if (Arrays.equals(bytes, lenient.getBytes(StandardCharsets.UTF_8))) {
            assertEquals(lenient, Codecs.utf8().decode(bytes));
        } else {
            assertThrows(IllegalArgumentException.class, () -> Codecs.utf8().decode(bytes));
        }
    }

    @Test
    void aStoredReplacementCharacterIsText() {
        assertEquals("\uFFFD", roundTrip(Codecs.utf8(), "\uFFFD"));
    }

    @Test
    void halfASurrogatePairIsRefusedInsteadOfReplaced() {
        for (String broken : new String[] {"a\uD83D", "\uD83Da", "\uDE00", "\uDE00\uD83D", "\uD83D\uD83D\uDE00"}) {
            assertThrows(IllegalArgumentException.class, () -> Codecs.utf8().encode(broken), broken);
        }
        assertEquals("\uD83D\uDE00", roundTrip(Codecs.utf8(), "\uD83D\uDE00"));
    }

    @Test
    void anInt64HasEightBytes() {
        assertThrows(IllegalArgumentException.class, () -> Codecs.int64().decode(new byte[7]));
        assertThrows(IllegalArgumentException.class, () -> Codecs.int64().decode(new byte[9]));
    }

    @Test
    void aCodecCanBeMadeOfTwoFunctions() {
        Codec<Integer> codec = Codec.of(value -> new byte[] {value.byteValue()}, bytes -> (int) bytes[0]);
        assertEquals(-3, roundTrip(codec, -3));
    }

    @Provide
    Arbitrary<String> text() {
        return Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .filter(point -> point < Character.MIN_SURROGATE || point > Character.MAX_SURROGATE)
                .list()
                .ofMaxSize(8)
                .map(points -> points.stream().map(Character::toString).reduce("", String::concat));
    }

    /** Text with one byte changed, or not. */
    @Provide
    Arbitrary<byte[]> nearlyUtf8() {
        return Combinators.combine(text(), Arbitraries.integers().between(0, 31), Arbitraries.bytes())
                .as((text, index, value) -> {
                    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                    if (index < bytes.length) {
                        bytes[index] = value;
                    }
                    return bytes;
                });
    }

    private static <T> T roundTrip(Codec<T> codec, T value) {
        return codec.decode(codec.encode(value));
    }

    private static <T> int order(Codec<T> codec, T a, T b) {
        return sign(Arrays.compareUnsigned(codec.encode(a), codec.encode(b)));
    }

    private static int sign(int comparison) {
        return Integer.signum(comparison);
    }
}
