package dev.sextant.replication.writer;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Claims every slot that was ever claimed, and opens none: so that no writer proposes any more until one claims its slot again. A
 * slot that nobody ever used stays as it is, for a claim must be followed by an opening before a segment with a new disk can count.
 *
 * <p>The caller sends again by {@link #resend()}; nothing here waits.
 */
public final class SlotClaims {
    private final long nonce;
    private final int needed;
    private final BiConsumer<? super SegmentId, ? super SegmentMessage> send;
    private final List<Slot> slots = new ArrayList<>();

    private static final class Slot {
        final WriterId writer;
        final TreeMap<SegmentId, Long> told = new TreeMap<>();
        final TreeSet<SegmentId> claimedAt = new TreeSet<>();
        long incarnation;
        boolean done;

        Slot(WriterId writer) {
            this.writer = writer;
        }
    }

    /**
     * Claims that have not begun: {@link #resend()} sends the first questions.
     *
     * @param nonce drawn at random by the process, so that it recognises its own claims
     * @param needed at how many segments each slot is claimed: a write quorum at least
     * @param send where messages to segments go
     */
    public SlotClaims(long nonce, int needed, BiConsumer<? super SegmentId, ? super SegmentMessage> send) {
        this.nonce = nonce;
        this.needed = needed;
        this.send = send;
        for (int index = 0; index < WriterId.MAX_COUNT; index++) {
            slots.add(new Slot(new WriterId(index)));
        }
    }

    /** Whether every slot is claimed. */
    public boolean isDone() {
        return slots.stream().allMatch(slot -> slot.done);
    }

    /** Segments that have not answered all. */
    public Set<SegmentId> silent() {
        TreeSet<SegmentId> silent = new TreeSet<>();
        for (int index = 0; index < Quorums.SIX.segments(); index++) {
            SegmentId segment = new SegmentId(index);
            for (Slot slot : slots) {
                boolean answered =
                        slot.incarnation > 0 ? slot.claimedAt.contains(segment) : slot.told.containsKey(segment);
                if (!slot.done && !answered) {
                    silent.add(segment);
                }
            }
        }
        return silent;
    }

    /** The claims, by slot. */
    public SortedMap<WriterId, Long> incarnations() {
        TreeMap<WriterId, Long> incarnations = new TreeMap<>();
        for (Slot slot : slots) {
            if (slot.incarnation > 0) {
                incarnations.put(slot.writer, slot.incarnation);
            }
        }
        return incarnations;
    }

    /** Sends again what is not answered. */
    public void resend() {
        for (Slot slot : slots) {
            if (!slot.done) {
                send(slot);
            }
        }
    }

    private void send(Slot slot) {
        for (int index = 0; index < Quorums.SIX.segments(); index++) {
            SegmentId segment = new SegmentId(index);
            if (slot.incarnation > 0 && !slot.claimedAt.contains(segment)) {
                send.accept(segment, new SegmentMessage.Claim(slot.writer, slot.incarnation, nonce));
            } else if (slot.incarnation == 0 && !slot.told.containsKey(segment)) {
                send.accept(segment, new SegmentMessage.AskIncarnation(slot.writer, nonce));
            }
        }
    }

    public void onIncarnation(WriterMessage.IncarnationIs told) {
        Slot slot = slots.get(told.writer().slot());
        if (told.requestId() != nonce || slot.done || slot.incarnation > 0) {
            return;
        }
        slot.told.put(told.segment(), told.incarnation());
        if (slot.told.size() >= needed) {
            long highest = 0;
            for (long incarnation : slot.told.values()) {
                highest = Math.max(highest, incarnation);
            }
            if (highest == 0) {
                slot.done = true;
            } else {
                claim(slot, highest + 1);
            }
        }
    }

    private void claim(Slot slot, long incarnation) {
        slot.incarnation = incarnation;
        slot.claimedAt.clear();
        send(slot);
    }

    public void onClaimed(WriterMessage.Claimed claimed) {
        Slot slot = slots.get(claimed.writer().slot());
        if (claimed.nonce() == nonce && claimed.incarnation() == slot.incarnation) {
            slot.claimedAt.add(claimed.segment());
            slot.done |= slot.claimedAt.size() >= needed;
        }
    }

    /** A claim that a process made before it ended may arrive late: claims above it. */
    public void onClaimRefused(WriterMessage.ClaimRefused refused) {
        Slot slot = slots.get(refused.writer().slot());
        if (refused.nonce() == nonce && slot.incarnation > 0 && refused.incarnation() >= slot.incarnation) {
            slot.done = false;
            claim(slot, refused.incarnation() + 1);
        }
    }
}
