package dev.sextant.api;

/** It is not known whether a commit happened. */
public final class IndeterminateCommitException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient CommitToken token;

    /** Carries the token of the result. */
    public IndeterminateCommitException(CommitResult.Indeterminate result) {
        super(
                Remedy.ASK_OUTCOME,
                "It is not known whether transaction " + result.token().transaction()
                        + " committed: too few segments answered in time.",
                "It happened as a whole or not at all, and everything acknowledged before is stored.",
                "Do not run it again before Session.outcome says that it did not commit; the token is " + result.token()
                        + ".");
        this.token = result.token();
    }

    /** What to ask {@link Session#outcome} with. */
    public CommitToken token() {
        return token;
    }
}
