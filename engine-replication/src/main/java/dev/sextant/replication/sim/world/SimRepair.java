package dev.sextant.replication.sim.world;

import dev.sextant.api.RepairPlan;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.replication.node.RepairDriver;
import dev.sextant.replication.repair.Planning;
import dev.sextant.replication.repair.RepairInput;
import dev.sextant.replication.repair.RepairOutcome;
import dev.sextant.replication.repair.RepairSettings;
import dev.sextant.replication.repair.RepairTask;
import dev.sextant.replication.repair.Repairing;
import org.jspecify.annotations.Nullable;

/**
 * A process that plans a repair, or does one. It may die at any moment, and another one may begin.
 *
 * <p>Not thread safe.
 */
public final class SimRepair {
    private final World world;
    private final SimProcess<RepairInput> process;
    private @Nullable RepairOutcome outcome;

    private SimRepair(World world, RepairTask task) {
        this.world = world;
        process = new SimProcess<>(
                world.time(),
                new SimProcess.Parts<>(
                        NodeAddress.REPAIR,
                        (from, message) -> new RepairInput.Received((WriterMessage) message),
                        () -> world.settings().writerNanos(),
                        world.settings().config().limits().queuedMessages(),
                        Integer.MAX_VALUE));
        world.network().connect(process);
        RepairDriver driver = new RepairDriver(
                task,
                (from, to, messages) ->
                        world.send(process, to, messages, world.settings().writerNanos()),
                this::ended);
        process.start(driver, new RepairInput.Tick());
        world.trace().event("start", NodeAddress.REPAIR.toString(), "");
    }

    /** Begins to plan. */
    public static SimRepair planning(World world) {
        return new SimRepair(world, new Planning(settings(world)));
    }

    /** Begins to repair. The writers must have ended, as {@link WriterSlot#kill} sees to. */
    public static SimRepair repairing(World world, RepairPlan plan) {
        return new SimRepair(world, new Repairing(settings(world), plan));
    }

    private static RepairSettings settings(World world) {
        return RepairSettings.of(world.nextNonce(), world.settings().config().timeouts());
    }

    private void ended(RepairOutcome how) {
        outcome = how;
        kill();
    }

    /** What it came to; null while it runs, and if it died. */
    public @Nullable RepairOutcome outcome() {
        return outcome;
    }

    /** It dies, or ends. */
    public void kill() {
        if (!process.hasEnded()) {
            process.end();
            world.disconnect(process);
            world.trace().event("end", NodeAddress.REPAIR.toString(), String.valueOf(outcome));
        }
    }
}
