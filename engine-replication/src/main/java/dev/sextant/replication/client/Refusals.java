package dev.sextant.replication.client;

import dev.sextant.api.OverloadedException;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.TransactionId;
import dev.sextant.api.TransactionTooLargeException;
import dev.sextant.replication.writer.ClientAnswer;

/**
 * The exceptions for what a writer did not carry out.
 *
 * @param snapshot what the transaction reads, or is to read
 */
record Refusals(ClientContext context, ReaderPort port, TransactionId transaction, ReadPoint snapshot) {
    /** One segment whose held point covers the read serves a page. */
    static final int SEGMENTS_TO_READ = 1;

    /** A GLOBAL read asks a read quorum. */
    static final int SEGMENTS_TO_READ_GLOBALLY = 3;

    /** A commit needs a write quorum. */
    static final int SEGMENTS_TO_COMMIT = 4;

    /** The exception for a refusal of something that takes so many segments. */
    RuntimeException exception(ClientAnswer.Failed failed, int segmentsNeeded) {
        return switch (failed.reason()) {
            case QUORUM_LOST -> QuorumLostException.fewerThan(segmentsNeeded);
            case NOT_OPEN -> port.unavailable();
            case OVERLOADED ->
                new OverloadedException(
                        "queuedCommits", context.ports().config().limits().queuedCommits());
            case SNAPSHOT_TOO_OLD -> new SnapshotTooOldException(snapshot);
            case TOO_LARGE ->
                new TransactionTooLargeException(
                        transaction, "bytes", context.limits().transactionBytes());
        };
    }

    /** For an answer that does not belong to its request. */
    static IllegalStateException unexpected(ClientAnswer answer) {
        return new IllegalStateException("a writer's answer does not fit the request: " + answer);
    }
}
