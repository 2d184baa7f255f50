package dev.sextant.api;

/** There is no table of this name. */
public final class UnknownTableException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final String table;

    /** Names the table. */
    public UnknownTableException(String table) {
        super(
                Remedy.CHANGE_REQUEST,
                "There is no table '" + table + "'.",
                "Nothing was created or changed.",
                "Check the name against Database.tableNames(), or create it with Database.table.");
        this.table = table;
    }

    /** The name that was asked for. */
    public String table() {
        return table;
    }
}
