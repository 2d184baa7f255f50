package dev.sextant.replication.sim.swarm;

import dev.sextant.api.RepairPlan;
import dev.sextant.replication.repair.RepairOutcome;
import dev.sextant.replication.sim.world.SimRepair;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The person who repairs a world that stands still: plans, confirms, and begins anew if a repair was refused or, as it now and then
 * happens, dies.
 */
final class LastResort {
    private static final int MOST_TRIES = 4;
    private static final int MOST_NANOS_ALIVE = 20_000_000;

    private final World world;
    private final RandomGenerator random;
    private final Predicate<BooleanSupplier> await;
    private boolean repaired;
    private boolean mayHaveLost;

    /**
     * A person at hand.
     *
     * @param await waits for something, for long; tells whether it came
     */
    LastResort(World world, RandomGenerator random, Predicate<BooleanSupplier> await) {
        this.world = world;
        this.random = random;
        this.await = await;
    }

    /** Tells whether there was something to repair, and it is repaired. */
    boolean repair() {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            if (!(outcome(SimRepair.planning(world)) instanceof RepairOutcome.Planned planned)) {
                return false;
            }
            if (planned.plan().isEmpty() || !planned.plan().isReady()) {
                // One that died may have decided everything, and not come to say so.
                repaired = tries > 0 && planned.plan().isEmpty();
                return repaired;
            }
            if (repair(planned.plan(), tries + 1 < MOST_TRIES && random.nextBoolean())) {
                repaired = true;
                return true;
            }
        }
        return false;
    }

    private boolean repair(RepairPlan plan, boolean dies) {
        mayHaveLost |= plan.mayLoseCommits();
        world.slots().forEach(WriterSlot::kill);
        SimRepair repair = SimRepair.repairing(world, plan);
        if (dies) {
            world.time().after(random.nextInt(MOST_NANOS_ALIVE), repair::kill);
            world.time().runFor(MOST_NANOS_ALIVE);
        }
        RepairOutcome outcome = dies ? repair.outcome() : outcome(repair);
        world.slots().forEach(WriterSlot::restart);
        if (!await.test(() -> world.slots().stream().allMatch(WriterSlot::isOpen))) {
            return false;
        }
        return outcome instanceof RepairOutcome.Repaired;
    }

    private @Nullable RepairOutcome outcome(SimRepair of) {
        boolean unused = await.test(() -> of.outcome() != null);
        return of.outcome();
    }

    /** Whether it has repaired anything. */
    boolean hasRepaired() {
        return repaired;
    }

    /** Whether a plan said that acknowledged transactions may be lost. */
    boolean mayHaveLost() {
        return mayHaveLost;
    }
}
