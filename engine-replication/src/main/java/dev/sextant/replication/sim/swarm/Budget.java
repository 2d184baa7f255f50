package dev.sextant.replication.sim.swarm;

import static java.util.Objects.requireNonNull;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterId;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import dev.sextant.storage.segment.SegmentCounters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How much more may go wrong before the guarantees say nothing any more. Segments that are merely away cost progress; disks that
 * are lost or damaged cost votes, and of those at most two may be missing at a time.
 *
 * <p>A segment with a new disk abstains on what is older than that, for ever. So its loss is forgotten only when all of the
 * volume's proposals from before it became whole again are decided, at every whole segment, and so that no loss of power takes that
 * away: what a segment is told to be decided it need not sync, for it can be told again, but not once two more have new disks.
 */
final class Budget {
    private static final int MOST_AT_RISK = 2;
    /** Who is undecided for longer is not merely on its way. */
    private static final int DOUBTFUL_ROUND_TRIPS = 3;
    /** The next sync may be of what was written before. */
    private static final int SYNCS_FOR_GOOD = 2;
    /** Of so many that know something, two may lose their disks at once. */
    private static final int ENOUGH_WITHOUT_TWO = 4;

    private final World world;
    private final int mostAway;
    /** Whether what only keeps proposals in doubt may happen, too. */
    private final boolean reckless;

    /** Segments whose disks hold something wrong, until they are replaced. */
    private final List<SimSegment> damaged = new ArrayList<>();
    /** By segment that lost its disk. */
    private final Map<Integer, Debt> debts = new TreeMap<>();

    Budget(World world, int mostAway, boolean reckless) {
        this.world = world;
        this.mostAway = mostAway;
        this.reckless = reckless;
    }

    /** Whether one more segment may go away. */
    boolean allowsAway(int more) {
        return away() + more <= mostAway;
    }

    private int away() {
        int away = 0;
        for (SimSegment segment : world.segments()) {
            away += segment.state() == SegmentState.UP && !segment.isPaused() ? 0 : 1;
        }
        return away;
    }

    /** Whether one more disk may be lost or damaged. */
    boolean allowsRisk(SimSegment segment) {
        return !isAtRisk(segment)
                && atRisk() < MOST_AT_RISK
                && (reckless || leavesVoters())
                && world.segments().stream().allMatch(this::mayRebuildBeside);
    }

    /**
     * Whether what is in doubt now can be decided by those that are left: an opening that was not finished closes seqs at some
     * segments, which then do not vote on them, and two abstentions leave four, which may be split.
     */
    private boolean leavesVoters() {
        return allOpen() && (atRisk() == 0 || !anyInDoubt());
    }

    /**
     * Whether a disk may be given up now. With one that abstains already, a second may leave four voters for a proposal in doubt,
     * and if they are split two against two only an operator can settle it: the known limit of the protocol.
     */
    boolean mayReplace(SimSegment segment) {
        if (reckless) {
            return true;
        }
        settleDebts();
        boolean others =
                debts.keySet().stream().anyMatch(index -> index != segment.id().index());
        return !others || (allOpen() && !anyInDoubt());
    }

    /**
     * Whether that many more writers may die now. While a segment abstains none dies while it opens its slot (see
     * {@link #leavesVoters}). While two abstain, two writers that die in the middle of a vote may leave the other four split, which
     * is the known limit again; so then only one may be gone at a time, and its doubts are settled first.
     */
    boolean allowsWriterLoss(int more) {
        if (reckless || atRisk() == 0) {
            return true;
        }
        return allOpen() && (atRisk() < MOST_AT_RISK || (more <= 1 && !anyInDoubt()));
    }

    private boolean allOpen() {
        return world.slots().stream().allMatch(WriterSlot::isOpen);
    }

    private boolean anyInDoubt() {
        long doubtful = DOUBTFUL_ROUND_TRIPS
                * world.settings().config().timeouts().roundTrip().toNanos();
        return world.oldestUndecidedNanos() < world.time().nowNanos() - doubtful;
    }

    /** A rebuild needs three whole others; those that are down come back, but let not many be. */
    private boolean mayRebuildBeside(SimSegment segment) {
        return isAtRisk(segment) || segment.state() != SegmentState.FAILED;
    }

    boolean isAtRisk(SimSegment segment) {
        return damaged.contains(segment) || debts.containsKey(segment.id().index());
    }

    int atRisk() {
        settleDebts();
        int count = debts.size();
        for (SimSegment segment : damaged) {
            count += debts.containsKey(segment.id().index()) ? 0 : 1;
        }
        return count;
    }

    void damaged(SimSegment segment) {
        if (!damaged.contains(segment)) {
            damaged.add(segment);
        }
    }

    /** Whether its disk holds something wrong. */
    boolean isDamaged(SimSegment segment) {
        return damaged.contains(segment);
    }

    List<SimSegment> damaged() {
        return List.copyOf(damaged);
    }

    /** Its disk was replaced. */
    void lost(SimSegment segment) {
        damaged.remove(segment);
        debts.put(segment.id().index(), new Debt(segment));
    }

    private void settleDebts() {
        for (Debt debt : List.copyOf(debts.values())) {
            if (debt.isPaid()) {
                debts.remove(debt.segment.id().index());
            }
        }
    }

    private ReadPoint highestProposed() {
        ReadPoint point = ReadPoint.ZERO;
        for (int slot = 0; slot < world.slots().size(); slot++) {
            point = point.with(new WriterId(slot), world.highestSeq(slot), new long[0]);
        }
        return point;
    }

    private List<SimSegment> wholeSegments() {
        List<SimSegment> whole = new ArrayList<>();
        for (SimSegment segment : world.segments()) {
            SegmentCounters counters = segment.counters();
            if (counters != null && counters.whole()) {
                whole.add(segment);
            }
        }
        return whole;
    }

    /** What the loss of one disk asks of the others before it can be forgotten. */
    private final class Debt {
        private final SimSegment segment;
        /** What was proposed when it was whole again; null while it is not. */
        private @Nullable ReadPoint proposed;
        /** By segment that knows all of that decided, how often its disk had been synced when that was seen. */
        private final Map<SimSegment, Long> knowing = new HashMap<>();

        Debt(SimSegment segment) {
            this.segment = segment;
        }

        /** Whether all whole segments know it decided, and enough of them for good. */
        boolean isPaid() {
            if (segment.state() != SegmentState.UP) {
                return false;
            }
            if (proposed == null) {
                proposed = highestProposed();
                return false;
            }
            List<SimSegment> whole = wholeSegments();
            knowing.keySet().retainAll(whole);
            int forGood = 0;
            for (SimSegment other : whole) {
                if (!requireNonNull(other.counters()).held().covers(proposed)) {
                    knowing.remove(other);
                    return false;
                }
                long syncs = other.disk().syncs();
                forGood += syncs - knowing.computeIfAbsent(other, unused -> syncs) >= SYNCS_FOR_GOOD ? 1 : 0;
            }
            return forGood >= ENOUGH_WITHOUT_TWO;
        }
    }
}
