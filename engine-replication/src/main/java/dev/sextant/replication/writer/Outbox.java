package dev.sextant.replication.writer;

import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.DecidedProposal;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where the parts of a writer or a replica put what they want done while an input is handled. Fates for the segments wait here for a
 * message to travel with, and go alone after the flush time.
 */
final class Outbox {
    private final List<WriterId> peers;
    private final Supplier<List<ReplicaId>> replicas;
    private final long flushNanos;
    private final List<DecidedProposal> fates = new ArrayList<>();
    private Consumer<? super WriterEffect> effects = Outbox::refuse;
    private Consumer<? super DecidedProposal> fateListener = fate -> {};
    private long now;
    private long flushAt = Long.MAX_VALUE;

    /**
     * An outbox.
     *
     * @param peers the other writers
     * @param replicas those that get what other writers get
     */
    Outbox(ReaderSettings settings, List<WriterId> peers, Supplier<List<ReplicaId>> replicas) {
        this.peers = peers;
        this.replicas = replicas;
        flushNanos = settings.timeouts().decidedFlush().toNanos();
    }

    /** Who hears of the fates that are told to segments. */
    void onFate(Consumer<? super DecidedProposal> listener) {
        fateListener = listener;
    }

    void open(long nowNanos, Consumer<? super WriterEffect> sink) {
        now = nowNanos;
        effects = sink;
    }

    void close() {
        effects = Outbox::refuse;
    }

    private static void refuse(WriterEffect effect) {
        throw new IllegalStateException("an effect outside of an input: " + effect);
    }

    void send(NodeAddress to, Message message) {
        effects.accept(new WriterEffect.Send(to, message));
    }

    void toSegment(SegmentId segment, SegmentMessage message) {
        send(NodeAddress.of(segment), message);
    }

    /** Sends to all six, the waiting fates first. */
    void toSegments(SegmentMessage message) {
        flushFates();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            toSegment(new SegmentId(index), message);
        }
    }

    void toPeers(WriterMessage message) {
        for (WriterId peer : peers) {
            send(NodeAddress.of(peer), message);
        }
    }

    /** What happens in the volume, for all who follow it: peers and read replicas. */
    void toFollowers(WriterMessage message) {
        toPeers(message);
        for (ReplicaId replica : replicas.get()) {
            send(NodeAddress.of(replica), message);
        }
    }

    /** A fate for the segments: they have the content of what they voted on, so it is not repeated. */
    void fate(DecidedProposal decided) {
        fates.add(decided);
        fateListener.accept(decided);
        if (flushAt == Long.MAX_VALUE) {
            flushAt = now + flushNanos;
        }
    }

    void flushFates() {
        if (!fates.isEmpty()) {
            List<DecidedProposal> waiting = List.copyOf(fates);
            fates.clear();
            toSegments(new SegmentMessage.Decided(waiting));
        }
        flushAt = Long.MAX_VALUE;
    }

    void onTime(long nowNanos) {
        if (nowNanos >= flushAt) {
            flushFates();
        }
    }

    long nextWakeNanos() {
        return flushAt;
    }

    void answer(long requestId, ClientAnswer answer) {
        effects.accept(new WriterEffect.Answer(requestId, answer));
    }

    void happened(WriterEvent event) {
        effects.accept(new WriterEffect.Happened(event));
    }
}
