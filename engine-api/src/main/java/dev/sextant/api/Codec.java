package dev.sextant.api;

import java.util.function.Function;

/**
 * How a key or a value becomes bytes and back; {@code decode(encode(t))} equals {@code t}. Rows are ordered by the unsigned
 * bytes of their keys, so a codec for keys says what order it gives. {@link Codecs} has the common ones.
 *
 * <p>Whatever a codec throws reaches the caller as the cause of a {@link CodecException}.
 *
 * <p><b>Thread safety:</b> an implementation must be safe for use by any thread, and is best stateless.
 */
public interface Codec<T> {
    /** A new array, which nobody changes afterwards. */
    byte[] encode(T value);

    /** The value of these bytes. The array belongs to the codec, which may keep it. */
    T decode(byte[] bytes);

    /** A codec from two functions. */
    static <T> Codec<T> of(Function<T, byte[]> encode, Function<byte[], T> decode) {
        return new Codec<>() {
            @Override
            public byte[] encode(T value) {
                return encode.apply(value);
            }

            @Override
            public T decode(byte[] bytes) {
                return decode.apply(bytes);
            }
        };
    }
}
