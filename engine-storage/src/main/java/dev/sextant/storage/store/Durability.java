package dev.sextant.storage.store;

/** What a write waits for before it returns. */
public enum Durability {
    /** The batch, and every one before it, survives the death of the process and the loss of power. */
    SYNCED,
    /**
     * The batch survives the death of the process. A loss of power may take it away, but never while it leaves a later one:
     * what survives is a prefix of what was written.
     */
    UNSYNCED
}
