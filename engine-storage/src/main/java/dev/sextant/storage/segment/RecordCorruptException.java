package dev.sextant.storage.segment;

/** A stored record is not one this version writes. Nothing of it was used; the other segments are unharmed. */
final class RecordCorruptException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RecordCorruptException(String problem) {
        super("a stored record cannot be read: " + problem);
    }
}
