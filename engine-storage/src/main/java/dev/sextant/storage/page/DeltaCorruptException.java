package dev.sextant.storage.page;

/**
 * The bytes are not a delta, or not one for the page they were applied to: no page was made. The base page is unharmed; take
 * the delta from another segment.
 */
public final class DeltaCorruptException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DeltaCorruptException(String problem) {
        super("a delta cannot be applied (" + problem
                + "); its page is unchanged: take the delta from another segment");
    }
}
