package dev.sextant.conflict.version;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Grows a read point as proposals are decided, in an order that keeps it causally closed: a committed proposal enters only
 * when the point covers the read point it was proposed at, and can show it. A segment tracks what it holds with one, a writer
 * what it has applied.
 *
 * <p>Each waiting proposal is filed under one that must enter before it can, and looked at again when that one has: so a node
 * that is far behind takes news as cheaply as one that is not.
 *
 * <p>A point names a bounded number of missing seqs. What has more of them below it does not enter before enough of these have,
 * for whoever then built on it would propose at a point that does not see what he built on.
 *
 * <p>Invariant I11: {@link #point()} covers the deps of every proposal it sees, and sees every committed proposal that has entered. It
 * never shrinks. Every waiting proposal is filed under exactly one that has not entered, or as one that the point cannot show.
 */
public final class ReadPointTracker {
    private final Slot[] slots = new Slot[WriterId.MAX_COUNT];
    /** Committed and here, but their deps are not all covered. */
    private final TreeMap<ProposalId, ReadPoint> waiting = new TreeMap<>();
    /** By the proposal that has to enter first, those that wait for it. */
    private final TreeMap<ProposalId, List<ProposalId>> blocked = new TreeMap<>();

    private ReadPoint point;

    private static final class Slot {
        /** The highest seq entered or heard of. */
        long frontier;
        /** The seqs up to the frontier that have not entered. */
        final SeqRanges missing = new SeqRanges();
        /** Those whose deps are covered, and with too many missing below. */
        final TreeSet<Long> hidden = new TreeSet<>();
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
                slots[slot].missing.addAbove(seq, seq);
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
        slot.missing.addAbove(slot.frontier + 1, seq);
        slot.frontier = Math.max(slot.frontier, seq);
    }

    /** An aborted proposal enters at once: it shows nothing. Returns what enters because of it, in order. */
    public List<ProposalId> aborted(ProposalId id) {
        if (entered(id)) {
            return List.of();
        }
        ArrayDeque<ProposalId> candidates = new ArrayDeque<>();
        enter(id, candidates);
        return drain(candidates);
    }

    /** A committed proposal is here; returns the committed proposals that enter now, in an order that respects deps. */
    public List<ProposalId> committed(ProposalId id, ReadPoint deps) {
        if (entered(id) || waiting.containsKey(id)) {
            return List.of();
        }
        expect(id.writer(), id.seq());
        waiting.put(id, deps);
        ArrayDeque<ProposalId> candidates = new ArrayDeque<>();
        candidates.add(id);
        return drain(candidates);
    }

    /**
     * Everything that a causally closed point sees is here by another way than one by one, as a copy of pages is. Returns the
     * committed proposals that were waiting and enter now because of it.
     */
    public List<ProposalId> cover(ReadPoint closed) {
        for (int index = 0; index < slots.length; index++) {
            WriterId writer = new WriterId(index);
            expect(writer, closed.upTo(writer));
            slots[index].missing.removeUpTo(closed.upTo(writer), closed.missing(writer));
            publish(writer, slots[index]);
        }
        blocked.clear();
        for (Slot slot : slots) {
            slot.hidden.clear();
        }
        waiting.keySet().removeIf(this::entered);
        return drain(new ArrayDeque<>(waiting.keySet()));
    }

    private List<ProposalId> drain(ArrayDeque<ProposalId> candidates) {
        List<ProposalId> now = new ArrayList<>();
        for (ProposalId id = candidates.poll(); id != null; id = candidates.poll()) {
            ReadPoint deps = Check.present(waiting.get(id), "a waiting proposal has deps");
            ProposalId blocker = blocker(deps);
            Slot slot = slots[id.slot()];
            if (blocker == null && id.seq() > highestShowable(slot)) {
                slot.hidden.add(id.seq());
            } else if (blocker == null) {
                Check.state(point.covers(deps), "the point covers the deps of what enters", id);
                waiting.remove(id);
                now.add(id);
                enter(id, candidates);
            } else {
                blocked.computeIfAbsent(blocker, unused -> new ArrayList<>()).add(id);
            }
        }
        return now;
    }

    private void enter(ProposalId id, ArrayDeque<ProposalId> unblocked) {
        expect(id.writer(), id.seq());
        Slot slot = slots[id.slot()];
        slot.missing.remove(id.seq());
        publish(id.writer(), slot);
        List<ProposalId> freed = blocked.remove(id);
        if (freed != null) {
            unblocked.addAll(freed);
        }
        if (!slot.hidden.isEmpty()) {
            NavigableSet<Long> showable = slot.hidden.headSet(highestShowable(slot), true);
            showable.forEach(seq -> unblocked.add(new ProposalId(id.writer(), seq)));
            showable.clear();
        }
    }

    /** The highest seq that, if it entered, a point could show: no more are missing below it than a point can name. */
    private static long highestShowable(Slot slot) {
        long[] last = {Long.MAX_VALUE};
        int[] count = new int[1];
        slot.missing.visit(seq -> {
            count[0]++;
            last[0] = count[0] > ReadPoint.MAX_MISSING ? seq : Long.MAX_VALUE;
            return count[0] <= ReadPoint.MAX_MISSING;
        });
        return last[0];
    }

    /**
     * The highest proposal that the deps see and that has not entered; null if the point covers the deps. When it enters,
     * most of what is below it has: so hardly anything is looked at twice.
     */
    private @Nullable ProposalId blocker(ReadPoint deps) {
        for (int slot = 0; slot < slots.length; slot++) {
            WriterId writer = new WriterId(slot);
            long upTo = deps.upTo(writer);
            if (upTo > slots[slot].frontier || !slots[slot].missing.isEmpty()) {
                long seq = highestNotEntered(slots[slot], upTo, deps.missing(writer));
                if (seq > 0) {
                    return new ProposalId(writer, seq);
                }
            }
        }
        return null;
    }

    /** The highest seq at or below {@code upTo} that has not entered and is not one of those excepted; 0 if there is none. */
    private static long highestNotEntered(Slot slot, long upTo, long[] excepted) {
        for (long seq = upTo; seq > slot.frontier; seq--) {
            if (Arrays.binarySearch(excepted, seq) < 0) {
                return seq;
            }
        }
        long seq = slot.missing.highestPresent(upTo);
        while (seq > 0 && Arrays.binarySearch(excepted, seq) >= 0) {
            seq = slot.missing.highestPresent(seq - 1);
        }
        return seq;
    }

    /** Sets {@code upTo} as high as the limit on missing seqs allows, and not above the highest seq entered. */
    private void publish(WriterId writer, Slot slot) {
        long[] lowest = new long[ReadPoint.MAX_MISSING + 1];
        int[] count = new int[1];
        slot.missing.visit(seq -> {
            lowest[count[0]++] = seq;
            return count[0] < lowest.length;
        });
        boolean limited = count[0] > ReadPoint.MAX_MISSING;
        long upTo = slot.missing.highestAbsent(limited ? lowest[ReadPoint.MAX_MISSING] - 1 : slot.frontier);
        int below = 0;
        while (below < count[0] && lowest[below] <= upTo) {
            below++;
        }
        point = point.with(writer, upTo, Arrays.copyOf(lowest, below));
    }

    /** The lowest seqs of a slot that are known to exist and have not entered, at most so many. */
    public List<ProposalId> missing(WriterId writer, int most) {
        List<ProposalId> lowest = new ArrayList<>();
        slots[writer.slot()].missing.visit(seq -> {
            if (lowest.size() < most) {
                lowest.add(new ProposalId(writer, seq));
            }
            return lowest.size() < most;
        });
        return lowest;
    }

    /** The highest seq of a slot that is known to exist. */
    public long frontier(WriterId writer) {
        return slots[writer.slot()].frontier;
    }
}
