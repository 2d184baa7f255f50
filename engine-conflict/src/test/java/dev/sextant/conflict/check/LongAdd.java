package dev.sextant.conflict.check;

import dev.sextant.api.Codecs;
import org.jspecify.annotations.Nullable;

/** Adds numbers as the public API's {@code add} does: a missing row takes the operand, a sum that is no long is refused. */
enum LongAdd implements MergeFunction {
    INSTANCE;

    @Override
    public byte[] merge(byte @Nullable [] current, byte[] operand) {
        return current == null ? operand : encode(Math.addExact(decode(current), decode(operand)));
    }

    static byte[] encode(long value) {
        return Codecs.int64().encode(value);
    }

    static long decode(byte[] bytes) {
        return Codecs.int64().decode(bytes);
    }
}
