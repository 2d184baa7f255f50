package dev.sextant.api;

/** More pages have changed since the moment than a backtrack may take back. */
public final class BacktrackTooLargeException extends SextantException {
    private static final long serialVersionUID = 1L;

    /** How many pages there may be. */
    public BacktrackTooLargeException(int limit) {
        super(
                Remedy.CHANGE_REQUEST,
                "More than " + limit
                        + " pages have changed since the moment to go back to, which is limits.backtrackPages.",
                "The volume is unchanged.",
                "Go back less far, raise the limit, or restore a backup into a new volume.");
    }
}
