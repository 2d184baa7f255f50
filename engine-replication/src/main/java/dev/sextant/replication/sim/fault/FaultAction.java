package dev.sextant.replication.sim.fault;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.fault.FaultTarget;
import java.time.Duration;

/** What a step of a {@link FaultPlan} does. What is already so is left so. */
public sealed interface FaultAction {
    /** The end of the step's sentence, without its full stop. */
    String told();

    /** Its process ends at once; a segment's machine loses what was not synced. */
    record Kill(FaultTarget target) implements FaultAction {
        @Override
        public String told() {
            return target + " is killed";
        }
    }

    /** It starts again if it is down. */
    record Restart(FaultTarget target) implements FaultAction {
        @Override
        public String told() {
            return target + " starts again";
        }
    }

    /** Its process stands still. */
    record Pause(FaultTarget target) implements FaultAction {
        @Override
        public String told() {
            return target + " stands still";
        }
    }

    /** Its process goes on with everything that has arrived meanwhile. */
    record Resume(FaultTarget target) implements FaultAction {
        @Override
        public String told() {
            return target + " goes on";
        }
    }

    /** Another process takes the slot; the one that had it goes on until it finds out. */
    record TakeOver(WriterId writer) implements FaultAction {
        @Override
        public String told() {
            return "another process takes the slot of " + writer;
        }
    }

    /** It goes on with a blank disk, under a new generation. */
    record LoseDisk(SegmentId segment) implements FaultAction {
        @Override
        public String told() {
            return segment + " loses its disk";
        }
    }

    /** Every write of the segment takes so many times as long; 1 is healthy. */
    record SlowDisk(SegmentId segment, double times) implements FaultAction {
        @Override
        public String told() {
            return times == 1
                    ? "the disk of " + segment + " is as fast as it was"
                    : "the disk of " + segment + " takes " + times + " times as long";
        }
    }

    /** Everything in the zone is killed. */
    record TakeDown(AvailabilityZone zone) implements FaultAction {
        @Override
        public String told() {
            return "zone " + zone + " goes down";
        }
    }

    /** Everything in the zone starts again. */
    record BringUp(AvailabilityZone zone) implements FaultAction {
        @Override
        public String told() {
            return "zone " + zone + " comes back";
        }
    }

    /** Nothing passes from one to the other; with {@code bothWays} nor back. */
    record Cut(FaultTarget from, FaultTarget to, boolean bothWays) implements FaultAction {
        @Override
        public String told() {
            return bothWays
                    ? "nothing passes between " + from + " and " + to
                    : "nothing passes from " + from + " to " + to + ", but still the other way";
        }
    }

    /** Everything between the two is later by that much. */
    record Delay(FaultTarget one, FaultTarget other, Duration by) implements FaultAction {
        @Override
        public String told() {
            return "everything between " + one + " and " + other + " is " + Told.time(by) + " later";
        }
    }

    /** Messages between the two are lost with that probability. */
    record Drop(FaultTarget one, FaultTarget other, double probability) implements FaultAction {
        @Override
        public String told() {
            return "messages between " + one + " and " + other + " are lost with probability " + probability;
        }
    }

    /** Takes away every fault of the link between the two. */
    record HealLink(FaultTarget one, FaultTarget other) implements FaultAction {
        @Override
        public String told() {
            return "the link between " + one + " and " + other + " heals";
        }
    }

    /** Takes away the faults of all links. */
    record Heal() implements FaultAction {
        @Override
        public String told() {
            return "all links heal";
        }
    }

    /** Its clock runs at that rate; 1 is right. A process that is started later has a clock that is right. */
    record SkewClock(FaultTarget target, double rate) implements FaultAction {
        @Override
        public String told() {
            return rate == 1
                    ? "the clock of " + target + " runs right again"
                    : "the clock of " + target + " runs at " + rate + " times the right rate";
        }
    }

    /** Its clock jumps ahead. */
    record JumpClock(FaultTarget target, Duration ahead) implements FaultAction {
        @Override
        public String told() {
            return "the clock of " + target + " jumps ahead by " + Told.time(ahead);
        }
    }
}
