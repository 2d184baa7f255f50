package dev.sextant.replication.client;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterInput;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/**
 * One run of a node that answers reads, as its clients see it: a {@link WriterPort} or a {@link ReplicaPort}, from the start of its process,
 * or its restart, to its end. What follows it is another port with another pool; what was open on this one is lost.
 *
 * <p>Invariants: it is opened at most once, and once it is not open any more never again; the pool and the registry are those of this run,
 * and stay readable when it has ended.
 *
 * <p>Thread safety: every method by any thread. None blocks.
 */
public sealed interface ReaderPort permits WriterPort, ReplicaPort {
    /** Which node it is. */
    NodeAddress address();

    /** Where it lives. */
    AvailabilityZone zone();

    /** Whether it takes commits in this process; else they are handed over to another one. */
    default boolean isHere() {
        return true;
    }

    /** Whether it takes work. Once it does, {@link #pool} publishes a read point from which transactions can begin. */
    boolean isOpen();

    /** Why it takes no work, for who wanted some done. */
    WriterUnavailableException unavailable();

    /** The pages it has in memory. */
    BufferPool pool();

    /** The read points in use by its clients. */
    SnapshotRegistry snapshots();

    /** Hands its loop an input that has no answer. Lost, without a word, if the run has ended. */
    void submit(WriterInput input);

    /**
     * Hands its loop a request, made with an id that is unique in this run, and completes with the answer.
     *
     * <p>Every request completes, and once: with a {@link WriterUnavailableException} if the run has ended or ends before it has answered.
     * In that case nobody knows whether the request was carried out. The stage may complete on the node's loop, so what depends on it is
     * short and neither waits nor calls the application.
     */
    CompletionStage<ClientAnswer> request(LongFunction<? extends WriterInput> input);

    /** Whether what a transaction merges is merged when it commits, on the newest value, rather than at once on what it sees. */
    default boolean mergesAtCommit() {
        return true;
    }

    /** Counts a transaction on it that ended by a rollback. */
    void rolledBack();
}
