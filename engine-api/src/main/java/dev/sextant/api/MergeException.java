package dev.sextant.api;

/** A merge operator or an addition failed on the value it met. */
public final class MergeException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final String key;

    /** Names the row; the cause is what the operator threw. */
    public MergeException(String table, String key, Throwable cause) {
        super(
                Remedy.CHANGE_REQUEST,
                "The merge operator failed on table '" + table + "', key " + key + ": " + cause + ".",
                "Nothing of the transaction is stored.",
                "Change the operand or the operator; for add, the sum is beyond the range of a long.",
                cause);
        this.table = table;
        this.key = key;
    }

    /** The table of the row. */
    public String table() {
        return table;
    }

    /** The key, in readable form. */
    public String key() {
        return key;
    }
}
