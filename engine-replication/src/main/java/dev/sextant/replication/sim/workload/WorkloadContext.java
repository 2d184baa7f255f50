package dev.sextant.replication.sim.workload;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.Database;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import dev.sextant.replication.sim.time.VirtualTime;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** The world as a workload sees it. */
public interface WorkloadContext {
    /** How many clients there are. */
    int clients();

    /** How many writers there are. */
    int writers();

    /** The endpoint that takes any writer. */
    Database database();

    /** The endpoint of one writer. */
    Database database(WriterId writer);

    /** The endpoint of replicas and writers, that only reads. */
    default Database readers() {
        return database();
    }

    /** Whether the next transaction that only reads goes to {@link #readers}; never where there are no replicas. */
    default boolean readsElsewhere() {
        return false;
    }

    /** Takes the whole volume back. Does not wait. */
    CompletionStage<BacktrackReport> backtrack(ReadPoint target);

    /** The clock; clients use it to note when they asked and when they were answered. */
    VirtualTime time();

    /** The workload's own randomness, drawn from the world's seed. */
    RandomGenerator random();
}
