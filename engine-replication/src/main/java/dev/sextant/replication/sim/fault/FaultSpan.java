package dev.sextant.replication.sim.fault;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.fault.FaultTarget;
import java.time.Duration;
import java.util.List;

/**
 * A span of a story: what is wrong in it begins at its beginning and is over at its end, however far the rest of the story is.
 *
 * <p>Immutable.
 */
public final class FaultSpan {
    private final FaultPlan before;
    private final Duration from;
    private final Duration to;

    FaultSpan(FaultPlan before, Duration from, Duration to) {
        this.before = before;
        this.from = from;
        this.to = to;
    }

    private FaultPlan happens(FaultAction begin, FaultAction end) {
        return before.plus(List.of(new Cue.Meanwhile(from)), begin).plus(List.of(new Cue.Meanwhile(to)), end);
    }

    /** A process is down. */
    public FaultPlan down(FaultTarget target) {
        return happens(new FaultAction.Kill(target), new FaultAction.Restart(target));
    }

    /** A zone is down. */
    public FaultPlan down(AvailabilityZone zone) {
        return happens(new FaultAction.TakeDown(zone), new FaultAction.BringUp(zone));
    }

    /** A process stands still. */
    public FaultPlan paused(FaultTarget target) {
        return happens(new FaultAction.Pause(target), new FaultAction.Resume(target));
    }

    /** Nothing passes between two parts; at the end every fault of that link is over. */
    public FaultPlan cut(FaultTarget one, FaultTarget other) {
        return happens(new FaultAction.Cut(one, other, true), new FaultAction.HealLink(one, other));
    }

    /**
     * Everything between two parts is later.
     *
     * @throws IllegalArgumentException if it would be earlier
     */
    public FaultPlan delay(FaultTarget one, FaultTarget other, Duration by) {
        return happens(
                new FaultAction.Delay(one, other, FaultPlan.notNegative(by)),
                new FaultAction.Delay(one, other, Duration.ZERO));
    }

    /**
     * Every write of a segment takes so many times as long.
     *
     * @throws IllegalArgumentException if the disk would become faster
     */
    public FaultPlan slowDisk(FaultTarget.Segment segment, double times) {
        return happens(
                new FaultAction.SlowDisk(segment.id(), FaultMoment.slowness(times)),
                new FaultAction.SlowDisk(segment.id(), 1));
    }

    /**
     * The clock of a process runs at another rate.
     *
     * @throws IllegalArgumentException if the clock would stand still or go back
     */
    public FaultPlan skewClock(FaultTarget target, double rate) {
        return happens(new FaultAction.SkewClock(target, FaultMoment.rate(rate)), new FaultAction.SkewClock(target, 1));
    }
}
