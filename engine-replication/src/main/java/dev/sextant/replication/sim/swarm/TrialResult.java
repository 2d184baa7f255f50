package dev.sextant.replication.sim.swarm;

import dev.sextant.replication.sim.fault.FaultCounts;
import java.util.List;

/**
 * How a trial ended.
 *
 * @param seed of the trial
 * @param plan what was drawn, in a few words
 * @param simulatedNanos how long it was in the world's time
 * @param events how many events happened
 * @param commits how many transactions committed
 * @param handedOver how many transactions writers handed over to one another
 * @param unknown how many steps of clients ended without an answer
 * @param faults which faults bit
 * @param anomalies what no correct database does
 * @param stuck what should have gone on and did not
 * @param fingerprint equal for equal runs
 */
public record TrialResult(
        long seed,
        String plan,
        long simulatedNanos,
        long events,
        long commits,
        long handedOver,
        long unknown,
        FaultCounts faults,
        List<String> anomalies,
        List<String> stuck,
        long fingerprint) {
    /** Whether nothing was wrong. */
    public boolean isClean() {
        return anomalies.isEmpty() && stuck.isEmpty();
    }

    /** What was wrong first, in a line; empty if nothing was. */
    public String firstProblem() {
        if (!anomalies.isEmpty()) {
            return "anomaly: " + anomalies.get(0);
        }
        return stuck.isEmpty() ? "" : "stuck: " + stuck.get(0);
    }
}
