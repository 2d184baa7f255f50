package dev.sextant.replication.sim.swarm;

import dev.sextant.replication.sim.fault.FaultKind;
import dev.sextant.replication.sim.world.WorldSettings;
import java.util.Set;

/**
 * What one trial is like, all of it drawn from its seed.
 *
 * @param settings the world
 * @param workload the name of what its clients do
 * @param clients how many there are
 * @param thinkNanos how long a client pauses between two steps, on average
 * @param faults the kinds that may happen
 * @param faultPauseNanos how long it takes until something goes wrong again, on average
 * @param faultNanos how long a fault lasts, on average
 * @param mostSegmentsAway how many segments may be down or out of reach at once
 * @param safetyNanos how long things go wrong
 * @param reckless whether only safety is at stake: more goes wrong at once than any progress could be promised under, so that some
 *     proposal may stay in doubt for good, but nothing may be lost or contradicted
 */
public record TrialPlan(
        WorldSettings settings,
        String workload,
        int clients,
        long thinkNanos,
        Set<FaultKind> faults,
        long faultPauseNanos,
        long faultNanos,
        int mostSegmentsAway,
        long safetyNanos,
        boolean reckless) {}
