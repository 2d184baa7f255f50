package dev.sextant.api;

/** The state that a transaction reads from is no longer kept. */
public final class SnapshotTooOldException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient ReadPoint snapshot;

    /** Names the snapshot. */
    public SnapshotTooOldException(ReadPoint snapshot) {
        super(
                Remedy.RETRY,
                "The state at " + snapshot + " is no longer kept.",
                "Nothing of the transaction is stored, and nothing else is touched.",
                "Run the transaction again on a new snapshot, and end transactions sooner.");
        this.snapshot = snapshot;
    }

    /** The snapshot that was asked for. */
    public ReadPoint snapshot() {
        return snapshot;
    }
}
