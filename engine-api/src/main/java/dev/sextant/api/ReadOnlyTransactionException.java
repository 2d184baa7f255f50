package dev.sextant.api;

/** A write in a transaction that was begun as read-only. */
public final class ReadOnlyTransactionException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient TransactionId transaction;

    /** Names the transaction. */
    public ReadOnlyTransactionException(TransactionId transaction) {
        super(
                Remedy.CHANGE_REQUEST,
                "Transaction " + transaction + " was begun as read-only and refuses a write.",
                "The transaction is still open and can read.",
                "Begin it without asReadOnly() to write.");
        this.transaction = transaction;
    }

    /** Which one. */
    public TransactionId transaction() {
        return transaction;
    }
}
