package dev.sextant.replication.sim.swarm;

import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Has something go wrong every now and then, for a while, out of the kinds a trial allows, within what the guarantees bear. */
final class Nemesis {
    /** What the network does to every envelope by itself, and what comes with a crash. */
    private static final Set<FaultKind> OF_THE_WORLD = EnumSet.of(
            FaultKind.NETWORK_DROP,
            FaultKind.NETWORK_DUPLICATE,
            FaultKind.NETWORK_REORDER,
            FaultKind.NETWORK_DELAY,
            FaultKind.UNSYNCED_LOST,
            FaultKind.TORN_WRITE);

    private final World world;
    private final TrialPlan plan;
    private final RandomGenerator random;
    private final List<FaultKind> kinds;
    private final LinkAfflictions links;
    private final ProcessAfflictions processes;
    private final Budget budget;
    private final DiskAfflictions disks;
    /** How to end what is going on. */
    private final List<Runnable> ends = new ArrayList<>();

    private boolean stopped;

    Nemesis(World world, TrialPlan plan, RandomGenerator random) {
        this.world = world;
        this.plan = plan;
        this.random = random;
        kinds = plan.faults().stream()
                .filter(kind -> !OF_THE_WORLD.contains(kind))
                .toList();
        budget = new Budget(world, plan.mostSegmentsAway());
        links = new LinkAfflictions(world, random, plan.mostSegmentsAway());
        processes = new ProcessAfflictions(world, random, budget, plan.faults());
        disks = new DiskAfflictions(world, random, budget, processes);
    }

    void start() {
        disks.beginOperating();
        if (!kinds.isEmpty()) {
            world.time().after(exponential(plan.faultPauseNanos()), this::strike);
        }
    }

    private long exponential(long mean) {
        return (long) (mean * Math.min(6, -Math.log(1 - random.nextDouble())));
    }

    private void strike() {
        if (stopped) {
            return;
        }
        FaultKind kind = kinds.get(random.nextInt(kinds.size()));
        Runnable end = begin(kind);
        if (end != null) {
            world.trace().event("fault", kind.label(), "");
            ends.add(end);
            world.time().after(exponential(plan.faultNanos()), () -> end(end));
        }
        world.time().after(exponential(plan.faultPauseNanos()), this::strike);
    }

    private @Nullable Runnable begin(FaultKind kind) {
        return switch (kind.area()) {
            case NETWORK -> links.begin(kind);
            case PROCESS -> processes.begin(kind);
            case DISK -> disks.begin(kind);
        };
    }

    private void end(Runnable end) {
        if (ends.remove(end)) {
            end.run();
        }
    }

    /** Nothing goes wrong any more, and what did is mended: everything is there again, if not yet whole. */
    void heal() {
        stopped = true;
        world.network().calm();
        List.copyOf(ends).forEach(this::end);
        world.network().healAll();
        disks.heal();
        world.segments().forEach(SimSegment::resume);
        world.segments().forEach(SimSegment::start);
        world.slots().forEach(WriterSlot::resume);
        world.slots().forEach(WriterSlot::restart);
    }

    /** Whether no disk is at risk, and no segment with a new one abstains on anything any more. */
    boolean isWhole() {
        return budget.atRisk() == 0;
    }

    /** Whether nothing that was damaged waits for its repair any more. */
    boolean isHealed() {
        return disks.isHealed();
    }
}
