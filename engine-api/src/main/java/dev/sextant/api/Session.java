package dev.sextant.api;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The consecutive transactions of one user. Each sees everything the session has committed before, through whichever
 * writer: the session carries its read point with it, so that promise survives the death of a writer.
 *
 * <p>A session of the cluster endpoint keeps to one writer while that lives, and takes another one for its next transaction
 * when it is gone. It holds nothing but its open transactions, so forgetting to close one leaks nothing once these ended.
 *
 * <p><b>Thread safety:</b> every method may be called by any thread at any time. Transactions of one session that overlap
 * are independent of each other, as are those of two sessions.
 */
public interface Session extends AutoCloseable {
    /**
     * Begins a transaction with the session's options.
     *
     * @throws WriterUnavailableException if no writer of this endpoint is live
     * @throws OverloadedException if the writer has as many open transactions as it takes
     * @throws SessionClosedException if the session is closed
     * @throws ClusterClosedException if the cluster is closed
     */
    Transaction begin();

    /**
     * Begins a transaction.
     *
     * @throws QuorumLostException if reads are to be {@link ReadConsistency#GLOBAL} and fewer than three segments are in reach
     * @throws WriterUnavailableException if no writer of this endpoint is live
     * @throws OverloadedException if the writer has as many open transactions as it takes
     * @throws SessionClosedException if the session is closed
     * @throws ClusterClosedException if the cluster is closed
     */
    Transaction begin(TransactionOptions options);

    /** Begins a transaction; the primitive under {@link #begin(TransactionOptions)}. Failures complete the stage. */
    CompletionStage<Transaction> beginAsync(TransactionOptions options);

    /** As {@link #transact(TransactionOptions, TransactionWork)} with the session's options. */
    <T extends @Nullable Object, X extends Exception> T transact(TransactionWork<T, X> work) throws X;

    /**
     * Runs work in a transaction, commits it, and returns what the work returned. Where the work can be run again with a
     * chance of success (it lost a conflict, its writer died before the commit) that is done, in a new transaction on a new
     * snapshot, after a pause with jitter, as often as the {@link dev.sextant.api.config.RetryPolicy} allows. So the work may
     * run several times and must have no effect outside of the transaction, and it neither commits nor rolls back itself:
     * throwing rolls back.
     *
     * <p>A commit whose outcome is not known is never run again. If the calling thread is interrupted, no further attempt
     * begins: the failure of the last one is thrown and nothing of it is stored.
     *
     * @throws WriteConflictException if the last allowed attempt lost a row to another transaction
     * @throws SerializationConflictException if the last allowed attempt had read what another transaction changed
     * @throws IndeterminateCommitException if it is not known whether the commit happened; it carries the token to ask with
     * @throws X what the work threw; nothing of it is stored
     */
    <T extends @Nullable Object, X extends Exception> T transact(TransactionOptions options, TransactionWork<T, X> work)
            throws X;

    /** As {@link #transact(TransactionWork)} for work without a result. */
    <X extends Exception> void run(TransactionAction<X> action) throws X;

    /** As {@link #transact(TransactionOptions, TransactionWork)} for work without a result. */
    <X extends Exception> void run(TransactionOptions options, TransactionAction<X> action) throws X;

    /**
     * Asks for the outcome of a commit that was {@link CommitResult.Indeterminate}, as often as one likes and from any
     * session of any process of the cluster. See {@link #outcomeAsync(CommitToken)}.
     */
    CommitResult outcome(CommitToken token);

    /**
     * Asks for the outcome of a commit that was {@link CommitResult.Indeterminate}. The answer is
     * {@link CommitResult.Committed}, {@link CommitResult.Conflicted} with {@link ConflictKind#ABANDONED} if it did not
     * commit and never will, or {@link CommitResult.Indeterminate} again if too few segments are in reach to know. A
     * definite answer never changes.
     */
    CompletionStage<CommitResult> outcomeAsync(CommitToken token);

    /**
     * What this session is promised to see: everything it committed and everything its transactions saw. Hand it to another
     * session ({@link SessionOptions#withStartingAt}) to let that one see as much.
     */
    ReadPoint readPoint();

    /** Rolls back what is open. Closing twice does nothing. */
    @Override
    void close();
}
