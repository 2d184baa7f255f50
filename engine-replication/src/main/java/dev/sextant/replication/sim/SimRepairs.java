package dev.sextant.replication.sim;

import dev.sextant.api.RepairPlan;
import dev.sextant.api.RepairReport;
import dev.sextant.replication.repair.RepairOutcome;
import dev.sextant.replication.sim.world.SimRepair;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import java.time.Duration;
import java.util.List;

/** Plans repairs of a world, and does them, while its time goes on. */
final class SimRepairs {
    private static final long LOOK_NANOS = 1_000_000;

    private final World world;

    SimRepairs(World world) {
        this.world = world;
    }

    RepairPlan plan() {
        if (await(SimRepair.planning(world)) instanceof RepairOutcome.Planned planned) {
            return planned.plan();
        }
        throw new IllegalStateException("planning ends with a plan");
    }

    RepairReport repair(RepairPlan plan) {
        long began = world.time().nowNanos();
        List<WriterSlot> running =
                world.slots().stream().filter(WriterSlot::isRunning).toList();
        running.forEach(WriterSlot::kill);
        RepairOutcome outcome;
        try {
            outcome = await(SimRepair.repairing(world, plan));
        } finally {
            running.forEach(WriterSlot::restart);
        }
        if (outcome instanceof RepairOutcome.Repaired repaired) {
            return new RepairReport(
                    repaired.decided(), Duration.ofNanos(world.time().nowNanos() - began));
        } else if (outcome instanceof RepairOutcome.Refused refused) {
            throw refused.why();
        }
        throw new IllegalStateException("a repair does not end with " + outcome);
    }

    private RepairOutcome await(SimRepair repair) {
        RepairOutcome outcome = repair.outcome();
        while (outcome == null) {
            world.waits().pause(LOOK_NANOS);
            outcome = repair.outcome();
        }
        return outcome;
    }
}
