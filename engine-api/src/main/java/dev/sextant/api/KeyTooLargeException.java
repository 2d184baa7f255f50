package dev.sextant.api;

/** A key has more bytes than allowed. */
public final class KeyTooLargeException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final int sizeBytes;
    private final int limitBytes;

    /** Names the table, the size and the limit. */
    public KeyTooLargeException(String table, int sizeBytes, int limitBytes) {
        super(
                Remedy.CHANGE_REQUEST,
                "A key for table '" + table + "' has " + sizeBytes + " bytes; the limit is " + limitBytes + ".",
                "The transaction is still open and as it was.",
                "Use a shorter key, such as a hash of the long one.");
        this.table = table;
        this.sizeBytes = sizeBytes;
        this.limitBytes = limitBytes;
    }

    /** The table of the row. */
    public String table() {
        return table;
    }

    /** The size of the encoded key, in bytes. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** The limit, in bytes: {@link dev.sextant.api.config.Limits#keyBytes()}. */
    public int limitBytes() {
        return limitBytes;
    }
}
