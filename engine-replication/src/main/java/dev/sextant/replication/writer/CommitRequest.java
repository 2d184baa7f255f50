package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.TransactionId;
import dev.sextant.conflict.check.CheckedTransaction;

/**
 * A transaction handed over for its commit. Nobody changes it any more.
 *
 * @param age the LSN of the first attempt of the same work, which a retry inherits so that it is older and wins;
 *     {@link Lsn#ZERO} if this is the first
 * @param deadlineNanos when the client gives up waiting
 */
public record CommitRequest(
        TransactionId transaction, CheckedTransaction checked, ReadPoint snapshot, Lsn age, long deadlineNanos) {}
