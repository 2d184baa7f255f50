package dev.sextant.conflict.check;

/**
 * What the check of a transaction needs to know of it: what it writes, and what it read if that is to be validated. It is
 * complete: nothing is added to either set any more.
 */
public record CheckedTransaction(WriteSet writes, ReadSet reads) {
    /** Whether committing it would be for nothing: there is neither a write to make nor a read to validate. */
    public boolean isEmpty() {
        return writes.isEmpty() && reads.isEmpty();
    }
}
