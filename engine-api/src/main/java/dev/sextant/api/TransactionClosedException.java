package dev.sextant.api;

/** The transaction has ended before this call. */
public final class TransactionClosedException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient TransactionId transaction;

    /** Names the transaction that has ended. */
    public TransactionClosedException(TransactionId transaction) {
        super(
                Remedy.REOPEN,
                "Transaction " + transaction + " has already been committed or rolled back.",
                "How it ended stands; this call changed nothing.",
                "Begin a new transaction on the session.");
        this.transaction = transaction;
    }

    /** Which one. */
    public TransactionId transaction() {
        return transaction;
    }
}
