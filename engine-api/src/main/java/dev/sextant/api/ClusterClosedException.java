package dev.sextant.api;

/** The cluster has been closed. */
public final class ClusterClosedException extends SextantException {
    private static final long serialVersionUID = 1L;

    /** For any call after the close. */
    public ClusterClosedException() {
        super(
                Remedy.REOPEN,
                "The cluster is closed.",
                "Everything that was acknowledged is stored.",
                "Open the volume again with Cluster.open.");
    }
}
