package dev.sextant.api;

/** A transaction did not commit, and never will, because of what others did; its work can be run again. */
public abstract sealed class ConflictException extends SextantException
        permits WriteConflictException,
                SerializationConflictException,
                CommitAbandonedException,
                VolumeRewoundException {
    private static final long serialVersionUID = 1L;

    private final transient CommitResult.Conflicted result;
    private final int attempts;

    ConflictException(CommitResult.Conflicted result, int attempts, String happened, String advice) {
        super(
                Remedy.RETRY,
                happened + (attempts > 1 ? " The work was run " + attempts + " times." : ""),
                "Nothing of the transaction is stored.",
                advice);
        this.result = result;
        this.attempts = attempts;
    }

    /** The transaction that did not commit, and which row stood against it. */
    public final CommitResult.Conflicted result() {
        return result;
    }

    /** How many times the work was run. */
    public final int attempts() {
        return attempts;
    }

    /** The row as a message names it. */
    static String row(CommitResult.Conflicted result) {
        return "table '" + result.table() + "', key " + result.key();
    }
}
