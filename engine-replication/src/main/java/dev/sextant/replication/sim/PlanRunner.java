package dev.sextant.replication.sim;

import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.replication.sim.fault.Cue;
import dev.sextant.replication.sim.fault.FaultPlan;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.world.World;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets what a plan tells happen in a world. A line of the trace says of each step when it did.
 *
 * <p>Not thread safe: whoever drives the world starts it, between two events.
 */
public final class PlanRunner {
    private static final long LOOK_NANOS = VirtualTime.MILLI;

    private final World world;
    private final WorldFaults faults;
    private final long zeroNanos;
    private final List<Waiting> waiting = new ArrayList<>();

    /** What goes on when a writer has sent a proposal. */
    private record Waiting(WriterId writer, Runnable next) {}

    private PlanRunner(World world) {
        this.world = world;
        faults = new WorldFaults(world);
        zeroNanos = world.time().nowNanos();
        world.onSend(this::sent);
    }

    /**
     * Starts a plan; its times count from now on.
     *
     * @throws IllegalArgumentException if it is about writers that the world does not have
     */
    public static void start(FaultPlan plan, World world) {
        plan.checkFits(world.slots().size());
        if (plan.isEmpty()) {
            return;
        }
        PlanRunner runner = new PlanRunner(world);
        List<FaultPlan.Step> story = new ArrayList<>();
        for (FaultPlan.Step step : plan.steps()) {
            if (step.isBeside()) {
                runner.tell(List.of(step), 0);
            } else {
                story.add(step);
            }
        }
        runner.tell(story, 0);
    }

    private void tell(List<FaultPlan.Step> steps, int index) {
        if (index == steps.size()) {
            return;
        }
        FaultPlan.Step step = steps.get(index);
        await(step.cues(), 0, () -> {
            world.trace().event("story", "", step.toString());
            faults.apply(step.action());
            tell(steps, index + 1);
        });
    }

    private void await(List<Cue> cues, int index, Runnable then) {
        if (index == cues.size()) {
            then.run();
            return;
        }
        Runnable next = () -> await(cues, index + 1, then);
        Cue cue = cues.get(index);
        if (cue instanceof Cue.At at) {
            world.time().at(zeroNanos + at.time().toNanos(), next);
        } else if (cue instanceof Cue.Meanwhile meanwhile) {
            world.time().at(zeroNanos + meanwhile.time().toNanos(), next);
        } else if (cue instanceof Cue.After after) {
            world.time().after(after.pause().toNanos(), next);
        } else if (cue instanceof Cue.Committing committing) {
            waiting.add(new Waiting(committing.writer(), next));
        } else if (cue instanceof Cue.Holding holding) {
            look(holding, next);
        } else {
            throw new AssertionError("unhandled " + cue);
        }
    }

    private void look(Cue.Holding holding, Runnable next) {
        if (holding.condition().test(WorldStatus.of(world))) {
            world.time().after(0, next);
        } else {
            world.time().after(LOOK_NANOS, () -> look(holding, next));
        }
    }

    private void sent(NodeAddress from, Message message) {
        if (message instanceof SegmentMessage.Propose && !waiting.isEmpty()) {
            for (Waiting each : List.copyOf(waiting)) {
                if (NodeAddress.of(each.writer()).equals(from)) {
                    waiting.remove(each);
                    world.time().after(0, each.next());
                }
            }
        }
    }
}
