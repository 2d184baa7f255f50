package dev.sextant.replication.client;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.CommitToken;
import dev.sextant.api.TransactionId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.spi.Await;
import dev.sextant.replication.writer.ClientAnswer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All that the API's objects need of the engine they run in, and all in which two runs of them may differ.
 *
 * <p>Thread safety: every method by any thread, and so with what it returns. None blocks, but for those of {@link #waits}.
 */
public interface EnginePorts {
    /** What the cluster was opened with. */
    ClusterConfig config();

    /** How its blocking calls wait. */
    Await waits();

    /** Time on the clock of the writers' deadlines: it only rises, and its zero means nothing. */
    long nowNanos();

    /** Where jitter comes from, and ids that are checked for being unique. */
    RandomGenerator random();

    /** A transaction id that was never drawn before, nor ever will be, here or in another process. */
    TransactionId nextTransactionId();

    /**
     * Where the rest of an asynchronous call runs after a page it missed has arrived: it may call the application's codecs
     * and take its time, so it must not hold up a writer's loop. Runs what it is given while the cluster is open, in any
     * order; refusing with a {@link java.util.concurrent.RejectedExecutionException} is fine after its close.
     */
    Executor continuations();

    /** The present run of each configured writer, by slot: also of one that is starting or has ended. */
    List<WriterPort> writers();

    /** The present run of each read replica: also of one that is starting or has ended. */
    default List<ReplicaPort> replicas() {
        return List.of();
    }

    /** The zone that calls come from, whose writers and replicas are preferred; null if that is not known. */
    default @Nullable AvailabilityZone zone() {
        return null;
    }

    /**
     * Asks a writer in another process what became of a transaction; null if there is none. The stage completes by the deadline at the
     * latest, with {@link ClientAnswer.Indeterminate} if it must.
     */
    default @Nullable CompletionStage<ClientAnswer> outcomeElsewhere(CommitToken token, long deadlineNanos) {
        return null;
    }

    /** Who records what calls take. */
    default ClientProbe probe() {
        return ClientProbe.NONE;
    }

    /** Whether the cluster is closed or about to be: it takes no more work. */
    boolean isClosed();
}
