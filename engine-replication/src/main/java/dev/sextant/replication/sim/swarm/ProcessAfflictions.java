package dev.sextant.replication.sim.swarm;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.time.LocalClock;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What goes wrong with processes, machines, zones and clocks. */
final class ProcessAfflictions {
    private static final long MOST_JUMP_NANOS = 3 * VirtualTime.SECOND;

    private final World world;
    private final RandomGenerator random;
    private final Victims victims;
    private final Budget budget;
    private final boolean losesUnsynced;
    private final boolean tears;

    ProcessAfflictions(World world, RandomGenerator random, Victims victims, Budget budget, Set<FaultKind> faults) {
        this.world = world;
        this.random = random;
        this.victims = victims;
        this.budget = budget;
        losesUnsynced = faults.contains(FaultKind.UNSYNCED_LOST);
        tears = faults.contains(FaultKind.TORN_WRITE);
    }

    /** Begins one; tells how to end it, or null if there is nobody it can happen to. */
    @Nullable
    Runnable begin(FaultKind kind) {
        return switch (kind) {
            case SEGMENT_CRASH -> crashSegment();
            case SEGMENT_PAUSE -> pauseSegment();
            case WRITER_CRASH -> crashWriter();
            case WRITER_PAUSE -> pauseWriter();
            case WRITER_ZOMBIE -> takeOver();
            case ZONE_LOSS -> zone(false);
            case ZONE_LOSS_PLUS_ONE -> zone(true);
            case CLOCK_SKEW -> skew();
            case CLOCK_JUMP -> jump();
            default -> null;
        };
    }

    private @Nullable Runnable crashSegment() {
        SimSegment segment = victims.segment(each -> each.isRunning() && !each.isPaused());
        if (segment == null || !budget.allowsAway(1)) {
            return null;
        }
        crash(segment, FaultKind.SEGMENT_CRASH);
        return segment::start;
    }

    /** Cuts its power; how much of what was not synced is on the disk depends on what may go wrong. */
    void crash(SimSegment segment, FaultKind kind) {
        segment.crash(keptLogBytes(segment.disk().logBytes()));
        world.bitten().bit(kind);
    }

    int keptLogBytes(int logBytes) {
        boolean tear = random.nextBoolean();
        int torn = random.nextInt(logBytes + 1);
        if (tears && tear) {
            return torn;
        }
        return losesUnsynced ? 0 : logBytes;
    }

    private @Nullable Runnable pauseSegment() {
        SimSegment segment = victims.segment(each -> each.isRunning() && !each.isPaused());
        if (segment == null || !budget.allowsAway(1)) {
            return null;
        }
        segment.pause();
        world.bitten().bit(FaultKind.SEGMENT_PAUSE);
        return segment::resume;
    }

    private @Nullable Runnable crashWriter() {
        WriterSlot slot = victims.slot(WriterSlot::isRunning);
        if (slot == null || !budget.allowsWriterLoss(1)) {
            return null;
        }
        slot.kill();
        world.bitten().bit(FaultKind.WRITER_CRASH);
        return slot::restart;
    }

    private @Nullable Runnable pauseWriter() {
        WriterSlot slot = victims.slot(WriterSlot::isOpen);
        if (slot == null) {
            return null;
        }
        slot.pause();
        world.bitten().bit(FaultKind.WRITER_PAUSE);
        return slot::resume;
    }

    /** The slot changes hands while its holder lives; half of the time the holder stands still and finds out when it wakes. */
    private @Nullable Runnable takeOver() {
        WriterSlot slot = victims.slot(each -> each.isRunning() && !each.hasZombies());
        if (slot == null || !budget.allowsWriterLoss(1)) {
            return null;
        }
        if (random.nextBoolean()) {
            slot.pause();
        }
        slot.takeOver();
        world.bitten().bit(FaultKind.WRITER_ZOMBIE);
        return slot::resume;
    }

    private @Nullable Runnable zone(boolean plusOne) {
        AvailabilityZone zone = AvailabilityZone.values()[random.nextInt(AvailabilityZone.values().length)];
        SimSegment oneMore =
                plusOne ? victims.segment(each -> each.isRunning() && each.id().zone() != zone) : null;
        if (plusOne ? oneMore == null : !budget.allowsAway(2)) {
            return null;
        }
        FaultKind kind = plusOne ? FaultKind.ZONE_LOSS_PLUS_ONE : FaultKind.ZONE_LOSS;
        List<SimSegment> segments = world.segments().stream()
                .filter(each -> each.isRunning() && (each.id().zone() == zone || each == oneMore))
                .toList();
        List<WriterSlot> slots = world.slots().stream()
                .filter(each -> each.id().zone() == zone && each.isRunning())
                .toList();
        if (!budget.allowsWriterLoss(slots.size())) {
            return null;
        }
        segments.forEach(segment -> crash(segment, kind));
        slots.forEach(WriterSlot::kill);
        return () -> {
            segments.forEach(SimSegment::start);
            slots.forEach(WriterSlot::restart);
        };
    }

    private @Nullable Runnable skew() {
        NodeAddress node = victims.node();
        double rate = 0.7 + 0.8 * random.nextDouble();
        if (!world.changeClock(node, clock -> clock.setRate(rate))) {
            return null;
        }
        world.bitten().bit(FaultKind.CLOCK_SKEW);
        return () -> {
            boolean unused = world.changeClock(node, clock -> clock.setRate(1));
        };
    }

    private @Nullable Runnable jump() {
        long nanos = 1 + random.nextLong(MOST_JUMP_NANOS);
        if (!world.changeClock(victims.node(), (LocalClock clock) -> clock.jump(nanos))) {
            return null;
        }
        world.bitten().bit(FaultKind.CLOCK_JUMP);
        return () -> {};
    }
}
