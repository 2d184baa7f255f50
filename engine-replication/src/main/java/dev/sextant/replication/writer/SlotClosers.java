package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Claims and opens slots of writers that died, without using them: so that all they have proposed can be settled for good, and nothing
 * of it can appear later. Claims alone would not do: a proposal that a write quorum never heard of may still be settled to COMMIT by
 * one who finds it at two segments.
 *
 * <p>Whoever wants the slot itself claims it above this opening, as above any other.
 */
final class SlotClosers {
    private final WriterSettings settings;
    private final Outbox outbox;
    private final Consumer<WriterMessage.PeerOpened> onOpened;
    private final TreeMap<WriterId, SlotKeeper> closing = new TreeMap<>();
    /** What this writer's openings closed and nobody voted on, by slot. */
    private final TreeMap<WriterId, WriterMessage.PeerOpened> closed = new TreeMap<>();

    /**
     * Closers of no slot yet.
     *
     * @param onOpened hears of a slot that was opened here
     */
    SlotClosers(WriterSettings settings, Outbox outbox, Consumer<WriterMessage.PeerOpened> onOpened) {
        this.settings = settings;
        this.outbox = outbox;
        this.onOpened = onOpened;
    }

    /** Closes a slot's past, if that is not under way. */
    void close(WriterId writer) {
        closing.computeIfAbsent(
                writer, slot -> new SlotKeeper(slot, settings.nonce() + 1 + slot.slot(), 0, settings, outbox));
    }

    /** Somebody else has opened the slot: there is nothing left to do. */
    void stop(WriterId writer) {
        closing.remove(writer);
    }

    void stopAll() {
        closing.clear();
    }

    /** The opening of another slot by this writer that closed a seq; null if none did. */
    WriterMessage.@Nullable PeerOpened closingOf(ProposalId id) {
        WriterMessage.PeerOpened opened = closed.get(id.writer());
        boolean inIt = opened != null && id.seq() >= opened.closeFrom() && id.seq() < opened.firstSeq();
        return inIt ? opened : null;
    }

    void onIncarnation(WriterMessage.IncarnationIs told, long nowNanos) {
        SlotKeeper slot = closing.get(told.writer());
        if (slot != null) {
            slot.onIncarnation(told, nowNanos);
        }
    }

    void onClaimed(WriterMessage.Claimed claimed, long nowNanos) {
        SlotKeeper slot = closing.get(claimed.writer());
        if (slot != null) {
            slot.onClaimed(claimed, nowNanos);
        }
    }

    void onClaimRefused(WriterMessage.ClaimRefused refused, long nowNanos) {
        SlotKeeper slot = closing.get(refused.writer());
        if (slot != null) {
            boolean unused = slot.onClaimRefused(refused, nowNanos); // never held long enough to be fenced
        }
    }

    void onOpenRefused(WriterMessage.OpenRefused refused, long nowNanos) {
        SlotKeeper slot = closing.get(refused.writer());
        if (slot != null) {
            slot.onOpenRefused(refused, nowNanos);
        }
    }

    void onOpened(WriterMessage.Opened told) {
        SlotKeeper slot = closing.get(told.writer());
        if (slot != null && slot.onOpened(told)) {
            closing.remove(told.writer());
            WriterMessage.PeerOpened opened =
                    new WriterMessage.PeerOpened(
                            told.writer(), slot.incarnation(), slot.closeFrom(), slot.firstSeq(), slot.bounds());
            closed.put(told.writer(), opened);
            outbox.toSegments(new SegmentMessage.SlotOpened(opened.writer(), opened.closeFrom(), opened.firstSeq()));
            outbox.toPeers(opened);
            onOpened.accept(opened);
        }
    }

    void onTime(long nowNanos) {
        List<SlotKeeper> slots = new ArrayList<>(closing.values());
        slots.forEach(slot -> slot.onTime(nowNanos));
    }

    long nextWakeNanos() {
        long next = Long.MAX_VALUE;
        for (SlotKeeper slot : closing.values()) {
            next = Math.min(next, slot.nextWakeNanos());
        }
        return next;
    }
}
