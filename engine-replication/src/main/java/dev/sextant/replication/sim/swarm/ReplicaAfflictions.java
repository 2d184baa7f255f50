package dev.sextant.replication.sim.swarm;

import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.world.ReplicaPlace;
import dev.sextant.replication.sim.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What goes wrong with read replicas. Nobody waits for them, so nothing limits it; it is drawn from a stream of its own, so that everybody
 * else has the same mishaps with replicas and without.
 */
final class ReplicaAfflictions {
    private final World world;
    private final TrialPlan plan;
    private final RandomGenerator random;
    private final List<FaultKind> kinds;
    private final List<Runnable> ends = new ArrayList<>();
    private boolean stopped;

    ReplicaAfflictions(World world, TrialPlan plan, RandomGenerator random) {
        this.world = world;
        this.plan = plan;
        this.random = random;
        kinds = plan.faults().stream()
                .filter(kind -> kind.area() == FaultKind.Area.REPLICA)
                .toList();
    }

    void start() {
        if (!kinds.isEmpty() && !world.replicas().isEmpty()) {
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
        ReplicaPlace victim =
                world.replicas().get(random.nextInt(world.replicas().size()));
        if (victim.isRunning()) {
            Runnable end = begin(kind, victim);
            world.bitten().bit(kind);
            world.trace().event("fault", kind.label(), victim.id().toString());
            ends.add(end);
            world.time().after(exponential(plan.faultNanos()), () -> end(end));
        }
        world.time().after(exponential(plan.faultPauseNanos()), this::strike);
    }

    private Runnable begin(FaultKind kind, ReplicaPlace victim) {
        return switch (kind) {
            case REPLICA_CRASH -> {
                victim.kill();
                yield victim::restart;
            }
            case REPLICA_PAUSE -> {
                victim.pause();
                yield victim::resume;
            }
            case REPLICA_CUT_OFF -> cutOff(victim);
            default -> throw new AssertionError(kind + " is no fault of replicas");
        };
    }

    /** From some nodes, or from all; one way or both ways. */
    private Runnable cutOff(ReplicaPlace victim) {
        boolean all = random.nextBoolean();
        int ways = 1 + random.nextInt(3);
        List<NodeAddress> others = new ArrayList<>();
        world.segments().forEach(segment -> others.add(segment.address()));
        world.slots().forEach(slot -> others.add(slot.address()));
        others.removeIf(other -> !all && random.nextBoolean());
        NodeAddress self = victim.address();
        for (NodeAddress other : others) {
            if ((ways & 1) != 0) {
                world.network().cut(self, other, FaultKind.REPLICA_CUT_OFF);
            }
            if ((ways & 2) != 0) {
                world.network().cut(other, self, FaultKind.REPLICA_CUT_OFF);
            }
        }
        return () -> {
            for (NodeAddress other : others) {
                if ((ways & 1) != 0) {
                    world.network().mend(self, other);
                }
                if ((ways & 2) != 0) {
                    world.network().mend(other, self);
                }
            }
        };
    }

    private void end(Runnable end) {
        if (ends.remove(end)) {
            end.run();
        }
    }

    /** Nothing goes wrong with replicas any more, and what did is over. */
    void heal() {
        stopped = true;
        List.copyOf(ends).forEach(this::end);
        world.replicas().forEach(ReplicaPlace::resume);
        world.replicas().forEach(ReplicaPlace::restart);
    }
}
