package dev.sextant.api;

/** The volume was taken back to an earlier state after the transaction had begun, so what it read may never have been. */
public final class VolumeRewoundException extends ConflictException {
    private static final long serialVersionUID = 1L;

    /** What did not commit, and how many times the work was run. */
    public VolumeRewoundException(CommitResult.Conflicted result, int attempts) {
        super(
                result,
                attempts,
                "The volume was taken back to an earlier state after transaction " + result.transaction()
                        + " had begun.",
                "Run it again (transact does so by itself): it then reads the state that the volume was taken back to.");
    }
}
