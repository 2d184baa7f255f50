package dev.sextant.api;

import java.time.Instant;

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

    /** Names the instant before which nothing is kept. */
    public SnapshotTooOldException(Instant instant) {
        super(
                Remedy.CHANGE_REQUEST,
                "Nothing is kept of how the volume was at " + instant + ", or nobody had written by then.",
                "Nothing is changed; later moments can be read.",
                "Ask for a later instant, or keep more history: ClusterConfig.historyRetention and historyMaxBytes.");
        snapshot = ReadPoint.ZERO;
    }

    /** The snapshot that was asked for; {@link ReadPoint#ZERO} if it was asked for by time. */
    public ReadPoint snapshot() {
        return snapshot;
    }
}
