package dev.sextant.api;

/** Why a transaction did not commit. */
public enum ConflictKind {
    /** Another transaction changed, after this one's snapshot, a row that this one writes: the first to commit wins. */
    ROW_WRITTEN,

    /** Serializable only: another transaction changed a row, or made or removed one, that this transaction had read by its key. */
    ROW_READ,

    /** Serializable only: another transaction changed, made or removed a row in a range that this transaction had scanned. */
    RANGE_READ,

    /**
     * No other transaction is to blame: its writer stopped, or too few segments were in reach, before it was accepted, and it
     * has been settled that it never will be.
     */
    ABANDONED,

    /** The volume was taken back to an earlier state after the transaction began. */
    REWOUND
}
