package dev.sextant.replication.sim.swarm;

import dev.sextant.conflict.message.NodeAddress;
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

    /** Three against three: neither side can commit, and both may settle. */
    private static final int RECKLESS_AWAY = 3;

    private final World world;
    private final TrialPlan plan;
    private final RandomGenerator random;
    private final List<FaultKind> kinds;
    private final LinkAfflictions links;
    private final ProcessAfflictions processes;
    private final Budget budget;
    private final DiskAfflictions disks;
    private final Victims victims;
    private final Ambush ambush;
    /** How to end what is going on. */
    private final List<Runnable> ends = new ArrayList<>();

    private boolean stopped;

    Nemesis(World world, TrialPlan plan, RandomGenerator random, RandomGenerator ambushing) {
        this.world = world;
        this.plan = plan;
        this.random = random;
        kinds = plan.faults().stream()
                .filter(kind -> !OF_THE_WORLD.contains(kind) && kind.area() != FaultKind.Area.REPLICA)
                .toList();
        int away = plan.reckless() ? RECKLESS_AWAY : plan.mostSegmentsAway();
        budget = new Budget(world, away, plan.reckless());
        victims = new Victims(world, random);
        ambush = new Ambush(world, ambushing, this::strikeAt);
        links = new LinkAfflictions(world, random, victims, away);
        processes = new ProcessAfflictions(world, random, victims, budget, plan.faults());
        disks = new DiskAfflictions(world, random, victims, budget, processes);
    }

    void start() {
        disks.beginOperating();
        if (!kinds.isEmpty()) {
            world.time().after(exponential(plan.faultPauseNanos()), this::strike);
            ambush.lie();
        }
    }

    private long exponential(long mean) {
        return (long) (mean * Math.min(6, -Math.log(1 - random.nextDouble())));
    }

    private void strike() {
        if (stopped) {
            return;
        }
        strikeFor(exponential(plan.faultNanos()));
        world.time().after(exponential(plan.faultPauseNanos()), this::strike);
    }

    private void strikeFor(long nanos) {
        FaultKind kind = kinds.get(random.nextInt(kinds.size()));
        Runnable end = begin(kind);
        if (end != null) {
            world.trace().event("fault", kind.label(), "");
            ends.add(end);
            world.time().after(nanos, () -> end(end));
        }
    }

    /** Of what befalls somebody in the middle of a step, half is over before the step would have been. */
    private void strikeAt(NodeAddress node) {
        long nanos = exponential(plan.faultNanos());
        long brief =
                exponential(world.settings().config().timeouts().roundTrip().toNanos());
        victims.pointingAt(node, () -> strikeFor(random.nextBoolean() ? brief : nanos));
    }

    private @Nullable Runnable begin(FaultKind kind) {
        return switch (kind.area()) {
            case NETWORK -> links.begin(kind);
            case PROCESS -> processes.begin(kind);
            case DISK -> disks.begin(kind);
            case REPLICA -> null;
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
        ambush.end();
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

    /** Whether nothing that was damaged waits for its repair any more, and no two processes fight for a slot. */
    boolean isHealed() {
        return disks.isHealed() && world.slots().stream().noneMatch(WriterSlot::hasZombies);
    }
}
