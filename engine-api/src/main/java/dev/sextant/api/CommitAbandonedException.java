package dev.sextant.api;

/** The commit was cut short by the loss of its writer or of too many segments, and it is settled that it never happens. */
public final class CommitAbandonedException extends ConflictException {
    private static final long serialVersionUID = 1L;

    /** What was abandoned, and how many times the work was run. */
    public CommitAbandonedException(CommitResult.Conflicted result, int attempts) {
        super(
                result,
                attempts,
                "The commit of transaction " + result.transaction()
                        + " was cut short by the loss of its writer or of segments, and has been settled as not committed.",
                "Run it again (transact does so by itself).");
    }
}
