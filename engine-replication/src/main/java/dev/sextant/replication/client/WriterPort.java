package dev.sextant.replication.client;

import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.replication.writer.BufferPool;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterInput;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;

/**
 * One run of a writer, as its clients see it: from the start of its process, or its restart, to its end. A writer that is
 * restarted, or claims its slot anew after it was fenced, is another port with another pool; what was open on this one is
 * lost.
 *
 * <p>Invariants: the state goes from STARTING to OPEN to FENCED or DOWN and never back; the incarnation, the pool and the
 * registry are those of this run, and stay readable when it has ended.
 *
 * <p>Thread safety: every method by any thread. None blocks.
 */
public interface WriterPort {
    /** Its slot. */
    WriterId id();

    /** What it is doing. Once it is seen OPEN, {@link #pool} publishes a read point from which transactions can begin. */
    WriterState state();

    /** The incarnation under which it holds its slot; at least 1 once it is or was OPEN. */
    long incarnation();

    /** The pages it has in memory. */
    BufferPool pool();

    /** The read points in use by its clients. */
    SnapshotRegistry snapshots();

    /** Hands its loop an input that has no answer. Lost, without a word, if the run has ended. */
    void submit(WriterInput input);

    /**
     * Hands its loop a request, made with an id that is unique in this run, and completes with the answer.
     *
     * <p>Every request completes, and once: with a {@link dev.sextant.api.WriterUnavailableException} if the run has ended or
     * ends before it has answered. In that case nobody knows whether the request was carried out. The stage may complete on
     * the writer's loop, so what depends on it is short and neither waits nor calls the application.
     */
    CompletionStage<ClientAnswer> request(LongFunction<? extends WriterInput> input);

    /** Counts a transaction of this writer that ended by a rollback. */
    void rolledBack();

    /** Whether it takes work. */
    default boolean isOpen() {
        return state() == WriterState.OPEN;
    }
}
