package dev.sextant.api;

/** An insert found the row already there. */
public final class DuplicateKeyException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final String key;

    /** Names the row. */
    public DuplicateKeyException(String table, String key) {
        super(
                Remedy.CHANGE_REQUEST,
                "Table '" + table + "' already has a row with key " + key + ".",
                "The row and the transaction are as they were.",
                "Use another key, or put to overwrite the row.");
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
