package dev.sextant.api;

import java.time.Duration;
import java.util.List;

/**
 * A repair that was done: all six segments know the fates now.
 *
 * @param decided what was decided, as planned; empty if there was nothing to repair
 * @param took how long the volume took no commits
 */
public record RepairReport(List<RepairPlan.Doubt> decided, Duration took) {
    public RepairReport {
        decided = List.copyOf(decided);
    }

    /** How many proposals were given this fate. */
    public int count(RepairPlan.Decision decision) {
        return (int)
                decided.stream().filter(doubt -> doubt.decision() == decision).count();
    }
}
