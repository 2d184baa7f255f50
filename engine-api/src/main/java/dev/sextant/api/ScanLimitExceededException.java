package dev.sextant.api;

/** A scan would return more than allowed. */
public final class ScanLimitExceededException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final String unit;
    private final long limit;

    /** Names the table, {@code "rows"} or {@code "bytes"}, and the limit. */
    public ScanLimitExceededException(String table, String unit, long limit) {
        super(
                Remedy.CHANGE_REQUEST,
                "A scan of table '" + table + "' would return more than " + limit + " " + unit + ".",
                "The transaction is still open and as it was.",
                "Read the range in parts: ScanOptions.withLimit, then Range.greaterThan the last key.");
        this.table = table;
        this.unit = unit;
        this.limit = limit;
    }

    /** The table that was scanned. */
    public String table() {
        return table;
    }

    /** What there were too many of: rows or bytes. */
    public String unit() {
        return unit;
    }

    /** The limit: {@link dev.sextant.api.config.Limits#scanRows()} or {@link dev.sextant.api.config.Limits#scanBytes()}. */
    public long limit() {
        return limit;
    }
}
