package dev.sextant.storage.segment;

import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The input being handled, as every room of the segment sees it: what time it is, and where effects go. */
final class Outbox {
    private @Nullable Consumer<? super SegmentEffect> effects;
    private long nowNanos;
    private long persistedBytes;

    void begin(long now, Consumer<? super SegmentEffect> sink) {
        Check.state(effects == null, "one input is handled at a time");
        nowNanos = now;
        effects = sink;
    }

    void end() {
        effects = null;
    }

    long nowNanos() {
        return nowNanos;
    }

    long persistedBytes() {
        return persistedBytes;
    }

    void send(NodeAddress to, Message message) {
        emit(new SegmentEffect.Send(to, message));
    }

    void put(Shelf shelf, byte[] key, byte[] value, boolean synced) {
        persistedBytes += key.length + value.length;
        emit(new SegmentEffect.Persist(shelf, key, value, synced));
    }

    void delete(Shelf shelf, byte[] key) {
        persistedBytes += key.length;
        emit(new SegmentEffect.Persist(shelf, key, null, false));
    }

    void happened(SegmentEvent event) {
        emit(new SegmentEffect.Happened(event));
    }

    void emit(SegmentEffect effect) {
        Check.present(effects, "effects are made while an input is handled").accept(effect);
    }
}
