package dev.sextant.api;

/** Another transaction changed what this serializable one had read, and committed first. */
public final class SerializationConflictException extends ConflictException {
    private static final long serialVersionUID = 1L;

    /** What was lost, and how many times the work was run. */
    public SerializationConflictException(CommitResult.Conflicted result, int attempts) {
        super(
                result,
                attempts,
                "Another transaction changed " + what(result) + " transaction " + result.transaction()
                        + " had read, and committed first: " + row(result) + ".",
                "Run it again on a new snapshot (transact does so by itself), and read no more than its result depends on.");
    }

    private static String what(CommitResult.Conflicted result) {
        return result.kind() == ConflictKind.RANGE_READ ? "a row in a range that" : "a row that";
    }
}
