package dev.sextant.conflict.version;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Grows a read point as proposals are decided, in an order that keeps it causally closed: a committed proposal enters only
 * when the point covers the read point it was proposed at. A segment tracks what it holds with one, a writer what it has
 * applied.
 *
 * <p>Invariant I11: {@link #point()} covers the deps of every proposal it sees.
 */
public final class ReadPointTracker {
    private final Slot[] slots = new Slot[WriterId.MAX_COUNT];
    /** Committed and here, but their deps are not all covered. */
    private final TreeMap<ProposalId, ReadPoint> waiting = new TreeMap<>();

    private ReadPoint point = ReadPoint.ZERO;

    private static final class Slot {
        /** The highest seq entered or heard of. */
        long frontier;
        /** The seqs up to the frontier that have not entered. */
        final TreeSet<Long> missing = new TreeSet<>();
    }

    public ReadPointTracker() {
        this(ReadPoint.ZERO);
    }

    /** Starts at a point that is causally closed. */
    public ReadPointTracker(ReadPoint start) {
        point = start;
        for (int slot = 0; slot < slots.length; slot++) {
            WriterId writer = new WriterId(slot);
            slots[slot] = new Slot();
            slots[slot].frontier = start.upTo(writer);
            for (long seq : start.missing(writer)) {
                slots[slot].missing.add(seq);
            }
        }
    }

    /** Everything visible now. */
    public ReadPoint point() {
        return point;
    }

    /** Whether a proposal has entered (or, aborted, counts as entered). */
    public boolean entered(ProposalId id) {
        Slot slot = slots[id.slot()];
        return id.seq() <= slot.frontier && !slot.missing.contains(id.seq());
    }

    /** Whether a committed proposal is here and waits for its deps. */
    public boolean waits(ProposalId id) {
        return waiting.containsKey(id);
    }

    /** The number of committed proposals that wait for their deps. */
    public int waitingCount() {
        return waiting.size();
    }

    /** A writer is known to have drawn seqs up to this one. */
    public void expect(WriterId writer, long seq) {
        Slot slot = slots[writer.slot()];
        for (long next = slot.frontier + 1; next <= seq; next++) {
            slot.missing.add(next);
        }
        slot.frontier = Math.max(slot.frontier, seq);
    }

    /** An aborted proposal enters at once: it shows nothing. Returns what enters because of it, in order. */
    public List<ProposalId> aborted(ProposalId id) {
        if (entered(id)) {
            return List.of();
        }
        enter(id);
        return drain();
    }

    /** A committed proposal is here; returns the committed proposals that enter now, in an order that respects deps. */
    public List<ProposalId> committed(ProposalId id, ReadPoint deps) {
        if (entered(id) || waiting.containsKey(id)) {
            return List.of();
        }
        expect(id.writer(), id.seq());
        waiting.put(id, deps);
        return drain();
    }

    private List<ProposalId> drain() {
        List<ProposalId> now = new ArrayList<>();
        boolean progress = true;
        while (progress) {
            progress = false;
            for (ProposalId id : List.copyOf(waiting.keySet())) {
                if (point.covers(Check.present(waiting.get(id), "a waiting proposal has deps"))) {
                    waiting.remove(id);
                    enter(id);
                    now.add(id);
                    progress = true;
                }
            }
        }
        return now;
    }

    private void enter(ProposalId id) {
        expect(id.writer(), id.seq());
        Slot slot = slots[id.slot()];
        slot.missing.remove(id.seq());
        publish(id.writer(), slot);
    }

    /** Sets {@code upTo} as high as the limit on missing seqs allows, and not above the highest seq entered. */
    private void publish(WriterId writer, Slot slot) {
        long upTo = slot.frontier;
        if (slot.missing.size() > ReadPoint.MAX_MISSING) {
            int place = 0;
            for (long seq : slot.missing) {
                if (place++ == ReadPoint.MAX_MISSING) {
                    upTo = seq - 1;
                    break;
                }
            }
        }
        while (upTo > 0 && slot.missing.contains(upTo)) {
            upTo--;
        }
        long[] missing = new long[Math.min(slot.missing.size(), ReadPoint.MAX_MISSING)];
        int count = 0;
        for (long seq : slot.missing) {
            if (seq > upTo) {
                break;
            }
            missing[count++] = seq;
        }
        point = point.with(writer, upTo, Arrays.copyOf(missing, count));
    }

    /** The lowest seqs of a slot that are known to exist and have not entered, at most so many. */
    public List<ProposalId> missing(WriterId writer, int most) {
        List<ProposalId> lowest = new ArrayList<>();
        for (long seq : slots[writer.slot()].missing) {
            if (lowest.size() == most) {
                break;
            }
            lowest.add(new ProposalId(writer, seq));
        }
        return lowest;
    }

    /** The highest seq of a slot that is known to exist. */
    public long frontier(WriterId writer) {
        return slots[writer.slot()].frontier;
    }
}
