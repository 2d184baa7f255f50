package dev.sextant.api.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.api.Codec;
import dev.sextant.api.CodecException;
import dev.sextant.api.CodecException.Part;
import dev.sextant.api.CodecException.Step;
import dev.sextant.api.Codecs;
import dev.sextant.api.KeyTooLargeException;
import dev.sextant.api.MergeException;
import dev.sextant.api.Range;
import dev.sextant.api.Table;
import dev.sextant.api.ValueTooLargeException;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.RetryPolicy;
import dev.sextant.api.fake.FakeEngine;
import dev.sextant.api.spi.Coding.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Bytes for keys, values, ranges and operators: limits hold, failures name their place, ranges mean what they say. */
class CodingTest {
    private static final Limits LIMITS =
            Limits.builder().keyBytes(8).valueBytes(16).build();
    private static final Coding<byte[], byte[]> BYTES = coding(Codecs.bytes(), Codecs.bytes());
    private static final Coding<String, Long> NUMBERS = coding(Codecs.utf8(), Codecs.int64());

    @Test
    void whatIsAsLargeAsTheLimitFits() {
        assertEquals(8, BYTES.encodeKey(new byte[8]).length);
        assertEquals(16, BYTES.encodeValue(new byte[16]).length);
        KeyTooLargeException key = assertThrows(KeyTooLargeException.class, () -> BYTES.encodeKey(new byte[9]));
        assertEquals(9, key.sizeBytes());
        assertEquals(8, key.limitBytes());
        ValueTooLargeException value =
                assertThrows(ValueTooLargeException.class, () -> BYTES.encodeValue(new byte[17]));
        assertEquals(17, value.sizeBytes());
        assertEquals(16, value.limitBytes());
    }

    @Test
    void aFailingCodecIsNamedWithItsPlace() {
        RuntimeException cause = new IllegalStateException("no");
        Codec<String> broken = Codec.of(
                value -> {
                    throw cause;
                },
                bytes -> {
                    throw cause;
                });
        Coding<String, String> coding = coding(broken, broken);
        assertPlace(Part.KEY, Step.ENCODE, cause, () -> coding.encodeKey("k"));
        assertPlace(Part.KEY, Step.DECODE, cause, () -> coding.decodeKey(new byte[1]));
        assertPlace(Part.VALUE, Step.ENCODE, cause, () -> coding.encodeValue("v"));
        assertPlace(Part.VALUE, Step.DECODE, cause, () -> coding.decodeValue(new byte[1]));
        assertPlace(Part.KEY, Step.ENCODE, cause, () -> coding.encodeRange(Range.atLeast("k")));
    }

    @Test
    void aCodecThatReturnsNullIsAFailingOne() {
        Coding<String, String> coding = coding(Codecs.utf8(), Codec.of(value -> null, bytes -> null));
        assertThrows(CodecException.class, () -> coding.encodeValue("v"));
        assertThrows(CodecException.class, () -> coding.decodeValue(new byte[1]));
    }

    @Test
    void nullIsNoKeyAndNoValue() {
        assertThrows(NullPointerException.class, () -> NUMBERS.encodeKey(null));
        assertThrows(NullPointerException.class, () -> NUMBERS.encodeValue(null));
    }

    @Property
    void aRangeHoldsTheSameKeysAsBytes(
            @ForAll @Size(max = 3) byte[] lower,
            @ForAll @Size(max = 3) byte[] upper,
            @ForAll @Size(max = 4) byte[] key) {
        int toLower = Arrays.compareUnsigned(key, lower);
        int toUpper = Arrays.compareUnsigned(key, upper);
        assertHolds(true, Range.all(), key);
        assertHolds(toLower >= 0, Range.atLeast(lower), key);
        assertHolds(toLower > 0, Range.greaterThan(lower), key);
        assertHolds(toUpper < 0, Range.lessThan(upper), key);
        assertHolds(toUpper <= 0, Range.atMost(upper), key);
        assertHolds(toLower >= 0 && toUpper < 0, Range.closedOpen(lower, upper), key);
        assertHolds(toLower >= 0 && toUpper <= 0, Range.closed(lower, upper), key);
        assertHolds(toLower > 0 && toUpper < 0, Range.open(lower, upper), key);
        assertHolds(toLower == 0, Range.closed(lower, lower), key);
    }

    @Property
    void anEmptyRangeKnowsIt(@ForAll @Size(max = 3) byte[] lower, @ForAll @Size(max = 3) byte[] upper) {
        boolean crossed = Arrays.compareUnsigned(lower, upper) > 0;
        boolean same = Arrays.equals(lower, upper);
        assertEquals(
                crossed || same,
                BYTES.encodeRange(Range.closedOpen(lower, upper)).isEmpty());
        assertEquals(crossed, BYTES.encodeRange(Range.closed(lower, upper)).isEmpty());
    }

    @Test
    void aRangeReadsAsItIsWritten() {
        assertEquals("[3, 7)", Range.closedOpen(3, 7).toString());
        assertEquals("(3, +inf)", Range.greaterThan(3).toString());
        assertEquals("(-inf, 7]", Range.atMost(7).toString());
        assertEquals("(-inf, +inf)", Range.all().toString());
    }

    @Test
    void mergesBytesAndLeavesItsArgumentsAlone() {
        BinaryOperator<byte[]> add = NUMBERS.encodeMerge(new byte[] {'k'}, Math::addExact);
        byte[] five = NUMBERS.encodeValue(5L);
        byte[] two = NUMBERS.encodeValue(2L);
        assertArrayEquals(NUMBERS.encodeValue(7L), add.apply(five, two));
        assertArrayEquals(NUMBERS.encodeValue(5L), five);

        BinaryOperator<byte[]> scribble = BYTES.encodeMerge(new byte[1], (current, operand) -> {
            Arrays.fill(current, (byte) 9);
            return current;
        });
        byte[] current = {1};
        assertArrayEquals(new byte[] {9}, scribble.apply(current, current));
        assertArrayEquals(new byte[] {1}, current);
    }

    @Test
    void aFailingOperatorIsNamedWithItsRow() {
        byte[] max = NUMBERS.encodeValue(Long.MAX_VALUE);
        byte[] one = NUMBERS.encodeValue(1L);
        MergeException thrown = assertThrows(
                MergeException.class,
                () -> NUMBERS.encodeMerge(new byte[] {'k'}, Math::addExact).apply(max, one));
        assertEquals("'k'", thrown.key());
        assertInstanceOf(ArithmeticException.class, thrown.getCause());
        assertThrows(
                MergeException.class,
                () -> NUMBERS.encodeMerge(new byte[1], (a, b) -> null).apply(one, one));
    }

    @Test
    void whatAnOperatorMakesMustFit() {
        BinaryOperator<byte[]> concat = BYTES.encodeMerge(new byte[1], (a, b) -> Arrays.copyOf(a, a.length + b.length));
        assertThrows(ValueTooLargeException.class, () -> concat.apply(new byte[10], new byte[10]));
    }

    @Test
    void keysAreShownReadablyAndCut() {
        assertEquals("''", KeyText.of(new byte[0]));
        assertEquals("'alice 1'", KeyText.of("alice 1".getBytes(StandardCharsets.US_ASCII)));
        assertEquals("0x8000000000000007", KeyText.of(Codecs.int64().encode(7L)));
        assertEquals(2 + 2 * KeyText.SHOWN_BYTES + 3, KeyText.of(new byte[100]).length());
    }

    private static void assertPlace(Part part, Step step, Throwable cause, Runnable call) {
        CodecException thrown = assertThrows(CodecException.class, call::run);
        assertEquals("t", thrown.table());
        assertEquals(part, thrown.part());
        assertEquals(step, thrown.step());
        assertEquals(cause, thrown.getCause());
    }

    private static void assertHolds(boolean expected, Range<byte[]> range, byte[] key) {
        assertEquals(expected, holds(BYTES.encodeRange(range)).test(key), range::toString);
    }

    private static Predicate<byte[]> holds(ByteRange range) {
        return key -> Arrays.compareUnsigned(range.from(), key) <= 0
                && (range.to() == null || Arrays.compareUnsigned(key, range.to()) < 0);
    }

    private static <K, V> Coding<K, V> coding(Codec<K> keys, Codec<V> values) {
        Table<K, V> table = new FakeEngine(RetryPolicy.NEVER, LIMITS).table("t", keys, values);
        return new Coding<>(table, LIMITS);
    }
}
