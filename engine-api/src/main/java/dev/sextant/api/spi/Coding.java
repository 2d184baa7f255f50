package dev.sextant.api.spi;

import dev.sextant.api.Codec;
import dev.sextant.api.CodecException;
import dev.sextant.api.CodecException.Part;
import dev.sextant.api.CodecException.Step;
import dev.sextant.api.KeyTooLargeException;
import dev.sextant.api.MergeException;
import dev.sextant.api.MergeOperator;
import dev.sextant.api.Range;
import dev.sextant.api.Table;
import dev.sextant.api.ValueTooLargeException;
import dev.sextant.api.config.Limits;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * From an application's keys, values, ranges and operators to bytes and back, for one table and its limits. What a codec throws
 * leaves as {@link CodecException}, what is too large as the exception for it.
 */
public final class Coding<K, V> {
    private final Table<K, V> table;
    private final Limits limits;

    /** For a table, within limits. */
    public Coding(Table<K, V> table, Limits limits) {
        this.table = table;
        this.limits = limits;
    }

    /**
     * Keys from a lower bound, included, up to an upper one, excluded.
     *
     * @param from empty for no bound
     * @param to null for no bound
     */
    public record ByteRange(byte[] from, byte @Nullable [] to) {
        /** Whether no key can be in it. */
        public boolean isEmpty() {
            return to != null && Arrays.compareUnsigned(from, to) >= 0;
        }
    }

    /** The bytes of a key; a new array, within the limit. */
    public byte[] encodeKey(K key) {
        byte[] bytes = encode(table.keyCodec(), Part.KEY, key);
        if (bytes.length > limits.keyBytes()) {
            throw new KeyTooLargeException(table.name(), bytes.length, limits.keyBytes());
        }
        return bytes;
    }

    /** The bytes of a value; a new array, within the limit. */
    public byte[] encodeValue(V value) {
        byte[] bytes = encode(table.valueCodec(), Part.VALUE, value);
        if (bytes.length > limits.valueBytes()) {
            throw new ValueTooLargeException(table.name(), bytes.length, limits.valueBytes());
        }
        return bytes;
    }

    /** The key of bytes that belong to nobody else from now on. */
    public K decodeKey(byte[] bytes) {
        return decode(table.keyCodec(), Part.KEY, bytes);
    }

    /** The value of bytes that belong to nobody else from now on. */
    public V decodeValue(byte[] bytes) {
        return decode(table.valueCodec(), Part.VALUE, bytes);
    }

    /** A range of keys as a range of bytes: directly above a key is that key with a zero byte at its end. */
    public ByteRange encodeRange(Range<K> range) {
        K lower = range.lower();
        K upper = range.upper();
        byte[] from = lower == null ? new byte[0] : bound(lower, !range.lowerIncluded());
        return new ByteRange(from, upper == null ? null : bound(upper, range.upperIncluded()));
    }

    private byte[] bound(K key, boolean directlyAbove) {
        byte[] bytes = encodeKey(key);
        return directlyAbove ? Arrays.copyOf(bytes, bytes.length + 1) : bytes;
    }

    /**
     * A merge operator over encoded values: first argument the current value, second the operand. It throws
     * {@link MergeException} for what the operator throws, and the exceptions of this class.
     */
    public BinaryOperator<byte[]> encodeMerge(byte[] key, MergeOperator<V> operator) {
        Objects.requireNonNull(operator, "operator");
        return (current, operand) -> encodeValue(merge(key, operator, decodeCopy(current), decodeCopy(operand)));
    }

    private V decodeCopy(byte[] shared) {
        return decodeValue(shared.clone());
    }

    private V merge(byte[] key, MergeOperator<V> operator, V current, V operand) {
        try {
            return Objects.requireNonNull(operator.merge(current, operand), "the operator returned null");
        } catch (RuntimeException e) {
            throw new MergeException(table.name(), KeyText.of(key), e);
        }
    }

    private <T> byte[] encode(Codec<T> codec, Part part, T value) {
        Objects.requireNonNull(value, part == Part.KEY ? "key" : "value");
        try {
            return Objects.requireNonNull(codec.encode(value), "the codec returned null");
        } catch (RuntimeException e) {
            throw new CodecException(table.name(), part, Step.ENCODE, e);
        }
    }

    private <T> T decode(Codec<T> codec, Part part, byte[] bytes) {
        try {
            return Objects.requireNonNull(codec.decode(bytes), "the codec returned null");
        } catch (RuntimeException e) {
            throw new CodecException(table.name(), part, Step.DECODE, e);
        }
    }
}
