package dev.sextant.replication.sim.workload;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What a number of clients do, each one step after the other, and what must be true of what they saw. It knows nothing of
 * faults: any call may fail with a {@link dev.sextant.api.SextantException}, any commit end without an answer.
 *
 * <p>It runs on the world's one thread. {@link #setUp} and {@link #finish} may use the API's blocking calls; a step must not
 * wait, and uses the asynchronous ones.
 */
public interface Workload {
    /** What became of a step. */
    enum Step {
        /** A transaction committed. */
        COMMITTED,
        /** Nothing happened, and that is known. */
        ABORTED,
        /** Nobody knows (yet) whether it happened. */
        UNKNOWN
    }

    /** Makes tables and first rows; nothing fails meanwhile. */
    void setUp(WorkloadContext context);

    /**
     * One step of a client, from 0 to {@link WorkloadContext#clients()}; never two of one client at a time. The stage fails
     * only if there is a bug, here or in the engine.
     */
    CompletionStage<Step> step(int client);

    /** Reads what is there in the end: everything has been healed, and no client is in the middle of a step. */
    void finish();

    /** A sentence for each thing that no correct database lets its clients see; called after {@link #finish}. */
    List<String> anomalies();
}
