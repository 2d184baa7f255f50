package dev.sextant.storage.segment;

/** The stored versions of a page are no unbroken chain: nothing is served of it. Other segments are unharmed. */
final class ChainBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ChainBrokenException(String problem) {
        super(problem);
    }
}
