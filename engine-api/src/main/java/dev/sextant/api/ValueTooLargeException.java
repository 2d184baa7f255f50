package dev.sextant.api;

/** A value has more bytes than allowed. */
public final class ValueTooLargeException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final int sizeBytes;
    private final int limitBytes;

    /** Names the table, the size and the limit. */
    public ValueTooLargeException(String table, int sizeBytes, int limitBytes) {
        super(
                Remedy.CHANGE_REQUEST,
                "A value for table '" + table + "' has " + sizeBytes + " bytes; the limit is " + limitBytes + ".",
                "The transaction is still open and as it was.",
                "Split the value over several rows, or raise Limits.valueBytes.");
        this.table = table;
        this.sizeBytes = sizeBytes;
        this.limitBytes = limitBytes;
    }

    /** The table of the row. */
    public String table() {
        return table;
    }

    /** The size of the encoded value, in bytes. */
    public int sizeBytes() {
        return sizeBytes;
    }

    /** The limit, in bytes: {@link dev.sextant.api.config.Limits#valueBytes()}. */
    public int limitBytes() {
        return limitBytes;
    }
}
