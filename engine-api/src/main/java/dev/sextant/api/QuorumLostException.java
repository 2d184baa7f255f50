package dev.sextant.api;

/** Too few segments are in reach. */
public final class QuorumLostException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final int inReach;
    private final int needed;

    /** Says how many segments answered, of how many that are needed. */
    public QuorumLostException(int inReach, int needed) {
        this(inReach, needed, "Only " + inReach + " segments of the " + needed + " that are needed answered.");
    }

    private QuorumLostException(int inReach, int needed, String happened) {
        super(
                Remedy.RETRY_LATER,
                happened,
                "Everything that was acknowledged is stored, and nothing of this request has happened.",
                "Bring segments back until enough are in reach (see Cluster.status()), then run it again.");
        this.inReach = inReach;
        this.needed = needed;
    }

    /** Too few answered in time, and nobody has counted how many. */
    public static QuorumLostException fewerThan(int needed) {
        String segments = needed == 1 ? "segment that is needed" : needed + " segments that are needed";
        return new QuorumLostException(needed - 1, needed, "Fewer than the " + segments + " answered in time.");
    }

    /**
     * A process did not open in time.
     *
     * @param why what it waits for, as a sentence without its full stop
     */
    public static QuorumLostException notOpenInTime(int inReach, int needed, String why) {
        return new QuorumLostException(
                inReach,
                needed,
                "Not open in time, with " + inReach + " segments in reach of the " + needed + " that are needed: " + why
                        + ".");
    }

    /** How many segments answered, at most. */
    public int inReach() {
        return inReach;
    }

    /** How many are needed. */
    public int needed() {
        return needed;
    }
}
