package dev.sextant.replication.sim.swarm;

import dev.sextant.api.SegmentState;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.storage.memory.MemoryDisk;
import dev.sextant.storage.memory.WriteHook;
import dev.sextant.storage.segment.SegmentCounters;
import dev.sextant.storage.store.ColumnFamily;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with disks, and what an operator does about it: a segment that failed is started again when the cause is gone,
 * and gets a new disk if it fails again or its disk is known to be damaged.
 */
final class DiskAfflictions {
    private static final List<ColumnFamily> ALL_FAMILIES = List.of(ColumnFamily.values());
    /**
     * Where a write that goes astray can be noticed. A vote or a promise that is not where it belongs is forgotten without a trace:
     * no protocol that counts what segments say can bear that.
     */
    private static final List<ColumnFamily> CONTENT_FAMILIES = List.of(ColumnFamily.REDO, ColumnFamily.PAGES);

    private static final int MOST_READS_BEFORE = 200;
    private static final long OPERATOR_NANOS = 250 * VirtualTime.MILLI;

    private final World world;
    private final RandomGenerator random;
    private final Victims victims;
    private final Budget budget;
    private final ProcessAfflictions processes;
    private final int[] failures;
    /** Whose damage is known, and waits to be replaced. */
    private final Set<SimSegment> known = new LinkedHashSet<>();

    DiskAfflictions(World world, RandomGenerator random, Victims victims, Budget budget, ProcessAfflictions processes) {
        this.world = world;
        this.random = random;
        this.victims = victims;
        this.budget = budget;
        this.processes = processes;
        failures = new int[world.segments().size()];
    }

    /** Begins one; tells how to end it, or null if there is nobody it can happen to. */
    @Nullable
    Runnable begin(FaultKind kind) {
        return switch (kind) {
            case CRASH_IN_WRITE -> crashInWrite();
            case SYNC_FAILURE -> failSync();
            case DISK_FULL -> fill();
            case SLOW_DISK -> slow();
            case LOST_DISK -> lose(kind, 0);
            case TWO_LOST_DISKS -> lose(kind, 1);
            case BIT_FLIP -> damage(ALL_FAMILIES, this::flipAtRest);
            case UNREADABLE_SECTOR -> damage(ALL_FAMILIES, this::makeUnreadable);
            case MISDIRECTED_WRITE -> damage(CONTENT_FAMILIES, this::misdirect);
            case BIT_FLIP_ON_READ -> flipOnRead();
            default -> null;
        };
    }

    private @Nullable SimSegment running() {
        return victims.segment(each -> each.isRunning() && each.state() == SegmentState.UP && !each.isPaused());
    }

    private @Nullable Runnable crashInWrite() {
        SimSegment segment = running();
        if (segment == null || !budget.allowsAway(1)) {
            return null;
        }
        WriteHook.Point where = WriteHook.Point.values()[random.nextInt(WriteHook.Point.values().length)];
        MemoryDisk disk = segment.disk();
        disk.setWriteHook(point -> {
            if (point == where) {
                disk.removeWriteHook();
                disk.crashTearing(processes.keptLogBytes(disk.logBytes()));
                world.bitten().bit(FaultKind.CRASH_IN_WRITE);
            }
        });
        return () -> {
            disk.removeWriteHook();
            restartIfFailed(segment);
        };
    }

    /** A process whose store is gone is started again; where it was not, nothing happens. */
    private static void restartIfFailed(SimSegment segment) {
        if (segment.failure() != null) {
            segment.crash(0);
            segment.start();
        }
    }

    private @Nullable Runnable failSync() {
        SimSegment segment = running();
        if (segment == null || !budget.allowsAway(1)) {
            return null;
        }
        segment.disk().failNextSync();
        return () -> restartIfFailed(segment);
    }

    private @Nullable Runnable fill() {
        SimSegment segment = running();
        if (segment == null || !budget.allowsAway(1)) {
            return null;
        }
        segment.disk().setCapacityBytes(1);
        return () -> {
            segment.disk().setCapacityBytes(Long.MAX_VALUE);
            restartIfFailed(segment);
        };
    }

    private @Nullable Runnable slow() {
        SimSegment segment = running();
        if (segment == null) {
            return null;
        }
        segment.setSlowness(2 + random.nextInt(100));
        return () -> segment.setSlowness(1);
    }

    private @Nullable Runnable lose(FaultKind kind, int lostAlready) {
        SimSegment segment = running();
        if (segment == null
                || !budget.allowsRisk(segment)
                || budget.atRisk() < lostAlready
                || !budget.mayReplace(segment)) {
            return null;
        }
        processes.crash(segment, kind);
        replaceDisk(segment);
        segment.start();
        return () -> {};
    }

    private void replaceDisk(SimSegment segment) {
        segment.loseDisk();
        known.remove(segment);
        budget.lost(segment);
    }

    private interface Harm {
        void to(MemoryDisk disk, ColumnFamily family, int entries);
    }

    /** Damages a disk for good: until it is replaced it counts as lost. */
    private @Nullable Runnable damage(List<ColumnFamily> families, Harm harm) {
        SimSegment segment = running();
        ColumnFamily family = families.get(random.nextInt(families.size()));
        if (segment == null || !budget.allowsRisk(segment)) {
            return null;
        }
        int entries = segment.disk().entryCount(family);
        if (entries == 0) {
            return null;
        }
        harm.to(segment.disk(), family, entries);
        budget.damaged(segment);
        return () -> repair(segment);
    }

    private void flipAtRest(MemoryDisk disk, ColumnFamily family, int entries) {
        byte[] unused = disk.flipBit(family, random.nextInt(entries), random.nextLong());
    }

    private void makeUnreadable(MemoryDisk disk, ColumnFamily family, int entries) {
        byte[] unused = disk.makeUnreadable(family, random.nextInt(entries));
    }

    private void misdirect(MemoryDisk disk, ColumnFamily family, int entries) {
        disk.misdirectNextWrite(family, random.nextInt(8), random.nextInt(entries));
    }

    private @Nullable Runnable flipOnRead() {
        SimSegment segment = running();
        if (segment == null || !budget.allowsAway(1)) {
            return null;
        }
        segment.disk().flipBitOnRead(random.nextInt(MOST_READS_BEFORE), random.nextLong());
        return () -> {};
    }

    /** The damage is known: half of the time somebody looks what a restart makes of it; the operator replaces the disk. */
    private void repair(SimSegment segment) {
        if (!budget.isDamaged(segment)) {
            return; // it has another disk by now
        }
        if (random.nextBoolean()) {
            segment.crash(0);
            segment.start();
        }
        known.add(segment);
    }

    // ---- the operator ----------------------------------------------------------------------------------------------

    /** Looks after failed segments from now on. */
    void beginOperating() {
        world.time().after(OPERATOR_NANOS, () -> {
            for (SimSegment segment : world.segments()) {
                lookAt(segment);
            }
            beginOperating();
        });
    }

    private void lookAt(SimSegment segment) {
        int index = segment.id().index();
        SegmentCounters counters = segment.counters();
        if (known.contains(segment)) {
            replaceDamaged(segment);
        } else if (counters != null && counters.damaged() && budget.isDamaged(segment)) {
            known.add(segment);
        } else if (segment.failure() == null) {
            failures[index] = segment.state() == SegmentState.UP ? 0 : failures[index];
        } else if (failures[index]++ == 0) {
            restartIfFailed(segment);
        } else if (budget.isAtRisk(segment)) {
            // Counts until it is replaced, even if what its last loss left in doubt is decided before.
            budget.damaged(segment);
            known.add(segment);
        } else if (random.nextInt(4) == 0) {
            restartIfFailed(segment);
        }
    }

    private void replaceDamaged(SimSegment segment) {
        if (budget.mayReplace(segment)) {
            segment.crash(0);
            replaceDisk(segment);
            segment.start();
        }
    }

    /** Mends everything; damaged disks the operator will replace. */
    void heal() {
        for (SimSegment segment : world.segments()) {
            segment.disk().removeWriteHook();
            segment.disk().calmReads();
            segment.disk().setCapacityBytes(Long.MAX_VALUE);
            segment.setSlowness(1);
        }
        known.addAll(budget.damaged());
    }

    /** Whether no disk waits to be replaced. */
    boolean isHealed() {
        return known.isEmpty();
    }
}
