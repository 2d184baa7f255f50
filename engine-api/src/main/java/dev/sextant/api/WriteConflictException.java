package dev.sextant.api;

/** Another transaction changed a row that this one writes, and committed first. */
public final class WriteConflictException extends ConflictException {
    private static final long serialVersionUID = 1L;

    /** What was lost, and how many times the work was run. */
    public WriteConflictException(CommitResult.Conflicted result, int attempts) {
        super(
                result,
                attempts,
                "Another transaction changed a row that transaction " + result.transaction()
                        + " writes, and committed first: " + row(result) + ".",
                "Run it again on a new snapshot (transact does so by itself);"
                        + " where many change one row, use add or merge, which never conflict.");
    }
}
