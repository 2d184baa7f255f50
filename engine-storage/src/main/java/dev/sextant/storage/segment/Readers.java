package dev.sextant.storage.segment;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Acceptor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The oldest read points in use on the writers, as far as they have told. What they see is kept for them, but not for ever: a
 * reader that keeps history longer than the limit, or a writer that has not told any for so long, is passed over.
 */
final class Readers {
    private static final long NOT_BLOCKING = Long.MAX_VALUE;

    private final Outbox out;
    private final Acceptor acceptor;
    private final long limitNanos;
    private final Slot[] slots = new Slot[WriterId.MAX_COUNT];

    private static final class Slot {
        long incarnation;

        @Nullable
        List<ReadPoint> inUse;

        long blockingSinceNanos = NOT_BLOCKING;
        boolean reported;
        boolean cutOff;
    }

    Readers(Outbox out, Acceptor acceptor, long limitNanos) {
        this.out = out;
        this.acceptor = acceptor;
        this.limitNanos = limitNanos;
        for (int slot = 0; slot < slots.length; slot++) {
            slots[slot] = new Slot();
        }
    }

    /** A writer tells the points below which none of its transactions reads. */
    void heard(WriterId writer, long incarnation, List<ReadPoint> inUse) {
        Slot slot = slots[writer.slot()];
        if (incarnation >= slot.incarnation) {
            slot.incarnation = incarnation;
            slot.inUse = inUse;
        }
    }

    /** Whether nobody reads below a point any more, or has done so for longer than is allowed. */
    boolean letGo(ReadPoint target) {
        boolean all = true;
        for (int index = 0; index < slots.length; index++) {
            WriterId writer = new WriterId(index);
            if (acceptor.slot(writer).incarnation() > 0) {
                all &= letsGo(writer, slots[index], target);
            }
        }
        return all;
    }

    private boolean letsGo(WriterId writer, Slot slot, ReadPoint target) {
        List<ReadPoint> inUse = slot.inUse;
        if (inUse != null && inUse.stream().allMatch(point -> point.covers(target))) {
            slot.blockingSinceNanos = NOT_BLOCKING;
            slot.reported = false;
            slot.cutOff = false;
            return true;
        }
        if (slot.blockingSinceNanos == NOT_BLOCKING) {
            slot.blockingSinceNanos = out.nowNanos();
        }
        long blocking = out.nowNanos() - slot.blockingSinceNanos;
        if (blocking >= limitNanos / 2 && !slot.reported) {
            slot.reported = true;
            out.happened(new SegmentEvent.ReaderHoldsHistory(writer, blocking, limitNanos));
        }
        if (blocking >= limitNanos && !slot.cutOff) {
            slot.cutOff = true;
            out.happened(new SegmentEvent.ReaderCutOff(writer, blocking));
        }
        return slot.cutOff;
    }
}
