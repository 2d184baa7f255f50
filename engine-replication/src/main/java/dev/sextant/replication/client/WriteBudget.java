package dev.sextant.replication.client;

import dev.sextant.api.TransactionId;
import dev.sextant.api.TransactionTooLargeException;
import dev.sextant.api.config.Limits;
import dev.sextant.conflict.check.PendingWrite;
import dev.sextant.conflict.check.RowKey;
import dev.sextant.conflict.check.WriteSet;

/** Refuses a write that would make its transaction larger than allowed, before anything of it is buffered. */
record WriteBudget(TransactionId transaction, Limits limits) {
    /** The row's write will be replaced by one of so many bytes, the key not counted. */
    void admitReplacing(WriteSet writes, RowKey row, long operationBytes) {
        PendingWrite earlier = writes.get(row);
        long replaced = earlier == null ? 0 : earlier.operation().sizeBytes();
        admit(writes, row, earlier == null, operationBytes - replaced);
    }

    /** The row's write, if there is one, will grow by so many bytes. */
    void admitGrowing(WriteSet writes, RowKey row, long moreBytes) {
        admit(writes, row, writes.get(row) == null, moreBytes);
    }

    private void admit(WriteSet writes, RowKey row, boolean isNew, long moreBytes) {
        if (isNew && writes.rowCount() >= limits.transactionRows()) {
            throw new TransactionTooLargeException(transaction, "rows", limits.transactionRows());
        }
        long keyBytes = isNew ? row.key().length : 0;
        if (writes.sizeBytes() + keyBytes + moreBytes > limits.transactionBytes()) {
            throw new TransactionTooLargeException(transaction, "bytes", limits.transactionBytes());
        }
    }
}
