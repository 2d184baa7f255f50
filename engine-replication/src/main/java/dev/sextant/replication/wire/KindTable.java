package dev.sextant.replication.wire;

import dev.sextant.conflict.message.Message;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of messages that one kind of node is sent: to each record the field of the generated message that carries it. Filled
 * once, before it is used; then safe for use by any thread.
 *
 * @param <M> the records' interface
 * @param <B> the builder of the generated message
 * @param <W> the generated message
 * @param <K> what says which of its fields is there
 */
final class KindTable<M extends Message, B, W, K extends Enum<K>> {
    private final Map<Class<?>, BiConsumer<B, M>> writers = new HashMap<>();
    private final Map<K, Function<W, ? extends M>> readers;

    private KindTable(Class<K> kinds) {
        readers = new EnumMap<>(kinds);
    }

    /** One without any kind yet. */
    static <M extends Message, B, W, K extends Enum<K>> KindTable<M, B, W, K> by(Class<K> kinds) {
        return new KindTable<>(kinds);
    }

    /** One more kind. */
    <T extends M> KindTable<M, B, W, K> with(
            K kind, Class<T> type, BiConsumer<? super B, ? super T> write, Function<? super W, ? extends T> read) {
        boolean isNew = writers.put(type, (wire, message) -> write.accept(wire, type.cast(message))) == null
                && readers.put(kind, read::apply) == null;
        if (!isNew) {
            throw new AssertionError(type + " and " + kind + " belong together, and to nothing else");
        }
        return this;
    }

    /** Writes a message into the field of its kind. */
    void write(M message, B wire) {
        @Nullable BiConsumer<B, M> writer = writers.get(message.getClass());
        if (writer == null) {
            throw new AssertionError("unhandled " + message);
        }
        writer.accept(wire, message);
    }

    /** The message in the field that is there. */
    M read(K kind, W wire) {
        @Nullable Function<W, ? extends M> reader = readers.get(kind);
        if (reader == null) {
            throw new IllegalArgumentException("a message of a kind that is not known here");
        }
        return reader.apply(wire);
    }
}
