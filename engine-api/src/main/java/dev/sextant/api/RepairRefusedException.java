package dev.sextant.api;

/** A repair was not done, or not to its end. */
public final class RepairRefusedException extends SextantException {
    private static final long serialVersionUID = 1L;

    private RepairRefusedException(Remedy remedy, String happened, String unharmed, String advice) {
        super(remedy, happened, unharmed, advice);
    }

    /**
     * Something is in the way.
     *
     * @param obstacles what, in whole sentences
     */
    public static RepairRefusedException obstructed(String obstacles) {
        return new RepairRefusedException(
                Remedy.FIX_SETUP,
                "The volume was not repaired: all six segments must answer, and count. " + obstacles,
                "Nothing was decided, and only the pages in doubt wait.",
                "Restart the segments that are away, or give them new disks if theirs are lost for good, then plan the repair"
                        + " anew with Cluster.planRepair().");
    }

    /** What is in doubt is no longer what the plan says. */
    public static RepairRefusedException outdated() {
        return new RepairRefusedException(
                Remedy.CHANGE_REQUEST,
                "The volume was not repaired: what is in doubt has changed since the plan was made.",
                "Nothing was decided.",
                "Read a new plan, Cluster.planRepair(), and confirm that.");
    }

    /**
     * It was cut short.
     *
     * @param why what happened, as a whole sentence
     */
    public static RepairRefusedException cutShort(String why) {
        return new RepairRefusedException(
                Remedy.RETRY_LATER,
                "The repair was cut short. " + why,
                "What it decided stays decided as planned, and the rest stays in doubt.",
                "Plan it anew with Cluster.planRepair() and confirm it again: it goes on where this one stopped.");
    }
}
