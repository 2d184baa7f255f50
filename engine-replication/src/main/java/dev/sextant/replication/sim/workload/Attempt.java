package dev.sextant.replication.sim.workload;

import dev.sextant.api.ConflictKind;
import java.util.Optional;

/**
 * How one transaction ended.
 *
 * @param conflict what it lost to, if it was told so
 * @param beganNanos when its client asked for it to begin
 * @param endedNanos when its client knew the end, or gave up asking
 */
record Attempt(Workload.Step step, Optional<ConflictKind> conflict, long beganNanos, long endedNanos) {
    boolean committed() {
        return step == Workload.Step.COMMITTED;
    }
}
