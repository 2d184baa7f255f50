package dev.sextant.replication.sim.fault;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.fault.FaultTarget;
import dev.sextant.api.spi.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A moment in a story; what happens then gives the plan with that step, on which the story goes on. Another cue makes the
 * moment later: {@code at(seconds(1)).whenCommitting(writer(0))} is the first proposal after a second.
 *
 * <p>Immutable.
 */
public final class FaultMoment {
    private final FaultPlan before;
    private final List<Cue> cues;

    FaultMoment(FaultPlan before, List<Cue> cues) {
        this.before = before;
        this.cues = cues;
    }

    private FaultMoment later(Cue cue) {
        List<Cue> more = new ArrayList<>(cues);
        more.add(cue);
        return new FaultMoment(before, more);
    }

    /** The instant after this moment when that writer sends its next proposal. */
    public FaultMoment whenCommitting(FaultTarget.Writer writer) {
        return later(new Cue.Committing(writer.id()));
    }

    /** The time after this moment when a condition holds; see {@link FaultPlan#when}. */
    public FaultMoment when(String description, Predicate<ClusterStatus> condition) {
        return later(FaultPlan.holding(description, condition));
    }

    private FaultPlan happens(FaultAction action) {
        return before.plus(cues, action);
    }

    // ---- processes -------------------------------------------------------------------------------------------------

    /** A process ends at once, as {@link dev.sextant.api.fault.Faults} says of writers and segments. */
    public FaultPlan kill(FaultTarget target) {
        return happens(new FaultAction.Kill(target));
    }

    /** What was killed starts again. */
    public FaultPlan restart(FaultTarget target) {
        return happens(new FaultAction.Restart(target));
    }

    /** A process stands still: a long collection of garbage, a machine that is frozen and moved. */
    public FaultPlan pause(FaultTarget target) {
        return happens(new FaultAction.Pause(target));
    }

    /** What stands still goes on. */
    public FaultPlan resume(FaultTarget target) {
        return happens(new FaultAction.Resume(target));
    }

    /** Another process takes the slot of a writer, which finds out at its next commit. */
    public FaultPlan takeOver(FaultTarget.Writer writer) {
        return happens(new FaultAction.TakeOver(writer.id()));
    }

    /** Everything in a zone is killed. */
    public FaultPlan takeDown(AvailabilityZone zone) {
        return happens(new FaultAction.TakeDown(zone));
    }

    /** Everything in a zone starts again. */
    public FaultPlan bringUp(AvailabilityZone zone) {
        return happens(new FaultAction.BringUp(zone));
    }

    // ---- disks and clocks ------------------------------------------------------------------------------------------

    /** A segment's disk is gone; it goes on with a blank one, that the others fill. */
    public FaultPlan loseDisk(FaultTarget.Segment segment) {
        return happens(new FaultAction.LoseDisk(segment.id()));
    }

    /**
     * Every write of a segment takes so many times as long.
     *
     * @param times 1 is healthy
     * @throws IllegalArgumentException if the disk would become faster
     */
    public FaultPlan slowDisk(FaultTarget.Segment segment, double times) {
        return happens(new FaultAction.SlowDisk(segment.id(), slowness(times)));
    }

    static double slowness(double times) {
        Check.argument(times >= 1, "a disk does not become faster than 1, so not " + times);
        return times;
    }

    /**
     * The clock of a process runs at another rate.
     *
     * @param rate 1 is right, 1.1 gains a tenth of a second each second
     * @throws IllegalArgumentException if the clock would stand still or go back
     */
    public FaultPlan skewClock(FaultTarget target, double rate) {
        return happens(new FaultAction.SkewClock(target, rate(rate)));
    }

    static double rate(double rate) {
        Check.argument(rate > 0, "a clock goes on, so its rate is not " + rate);
        return rate;
    }

    /**
     * The clock of a process jumps ahead.
     *
     * @throws IllegalArgumentException if it would jump back
     */
    public FaultPlan jumpClock(FaultTarget target, Duration ahead) {
        return happens(new FaultAction.JumpClock(target, FaultPlan.notNegative(ahead)));
    }

    // ---- links -----------------------------------------------------------------------------------------------------

    /** Cuts a part off from another one: say from which. */
    public Cut cut(FaultTarget target) {
        return new Cut(target);
    }

    /**
     * Everything between two parts is later.
     *
     * @throws IllegalArgumentException if it would be earlier
     */
    public FaultPlan delay(FaultTarget one, FaultTarget other, Duration by) {
        return happens(new FaultAction.Delay(one, other, FaultPlan.notNegative(by)));
    }

    /**
     * Messages between two parts are lost.
     *
     * @param probability 0 to 1
     * @throws IllegalArgumentException if it is no probability
     */
    public FaultPlan drop(FaultTarget one, FaultTarget other, double probability) {
        Check.argument(probability >= 0 && probability <= 1, "a probability is 0 to 1, not " + probability);
        return happens(new FaultAction.Drop(one, other, probability));
    }

    /** Takes away every fault of the link between two parts. */
    public FaultPlan heal(FaultTarget one, FaultTarget other) {
        return happens(new FaultAction.HealLink(one, other));
    }

    /** Takes away the faults of all links; who is down stays down. */
    public FaultPlan heal() {
        return happens(new FaultAction.Heal());
    }

    /** The beginning of a step that cuts a link. */
    public final class Cut {
        private final FaultTarget target;

        private Cut(FaultTarget target) {
            this.target = target;
        }

        /** Nothing passes between the two, in either direction. */
        public FaultPlan from(FaultTarget other) {
            return happens(new FaultAction.Cut(target, other, true));
        }

        /** Nothing passes from the first to this one; the other direction works. */
        public FaultPlan onlyTo(FaultTarget other) {
            return happens(new FaultAction.Cut(target, other, false));
        }
    }
}
