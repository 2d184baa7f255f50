package dev.sextant.api;

/** A transaction would write more than allowed. */
public final class TransactionTooLargeException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient TransactionId transaction;
    private final String unit;
    private final long limit;

    /** Names the transaction, {@code "rows"} or {@code "bytes"}, and the limit. */
    public TransactionTooLargeException(TransactionId transaction, String unit, long limit) {
        super(
                Remedy.CHANGE_REQUEST,
                "Transaction " + transaction + " would write more than " + limit + " " + unit + ".",
                "The transaction is still open, without this write.",
                "Commit what belongs together in smaller transactions, or raise the limit in Limits.");
        this.transaction = transaction;
        this.unit = unit;
        this.limit = limit;
    }

    /** Which one. */
    public TransactionId transaction() {
        return transaction;
    }

    /** What there were too many of: rows or bytes. */
    public String unit() {
        return unit;
    }

    /** The limit: {@link dev.sextant.api.config.Limits#transactionRows()} or {@link dev.sextant.api.config.Limits#transactionBytes()}. */
    public long limit() {
        return limit;
    }
}
