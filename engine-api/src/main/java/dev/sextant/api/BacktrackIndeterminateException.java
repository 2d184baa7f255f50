package dev.sextant.api;

/** Nobody could say in time whether the volume was taken back; that happens as a whole or not at all. */
public final class BacktrackIndeterminateException extends SextantException {
    private static final long serialVersionUID = 1L;

    private final transient ReadPoint target;

    /** The state that was to be gone back to. */
    public BacktrackIndeterminateException(ReadPoint target) {
        super(
                Remedy.ASK_OUTCOME,
                "Too few segments, or the writer that took it, answered in time to tell whether the volume was taken back to "
                        + target + ".",
                "It happened as a whole, or it did not.",
                "Read what the volume holds; if need be, go back again, which also undoes what was committed meanwhile.");
        this.target = target;
    }

    /** The state that was to be gone back to. */
    public ReadPoint target() {
        return target;
    }
}
