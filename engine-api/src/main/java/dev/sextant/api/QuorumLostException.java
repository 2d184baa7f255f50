package dev.sextant.api;

/** Too few segments are in reach. */
public final class QuorumLostException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final int inReach;
    private final int needed;

    /** Says how many segments answered, of how many that are needed. */
    public QuorumLostException(int inReach, int needed) {
        super(
                Remedy.RETRY_LATER,
                "Only " + inReach + " segments of the " + needed + " that are needed answered.",
                "Everything that was acknowledged is stored, and nothing of this request has happened.",
                "Bring segments back until enough are in reach (see Cluster.status()), then run it again.");
        this.inReach = inReach;
        this.needed = needed;
    }

    /** How many segments answered. */
    public int inReach() {
        return inReach;
    }

    /** How many are needed. */
    public int needed() {
        return needed;
    }
}
