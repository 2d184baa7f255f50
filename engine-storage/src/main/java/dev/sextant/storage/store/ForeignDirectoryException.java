package dev.sextant.storage.store;

/** The place holds something else than the store that is looked for. */
public final class ForeignDirectoryException extends StoreException {
    private static final long serialVersionUID = 1L;

    private ForeignDirectoryException(String happened, String remedy) {
        super(happened, "Nothing in it was changed", remedy, null);
    }

    /** There is something, but it is no segment store. */
    public static ForeignDirectoryException notSextant(String place, String detail) {
        return new ForeignDirectoryException(
                place + " is not a Sextant segment: " + detail,
                "Check the configured path, or name a directory that is empty or does not exist yet");
    }

    /** There is nothing. */
    public static ForeignDirectoryException absent(String place) {
        return new ForeignDirectoryException(
                "There is no Sextant segment at " + place,
                "Check the configured path and that the disk is mounted; if the disk is lost, create the segment anew");
    }

    /** There is a segment store already where one is to be created. */
    public static ForeignDirectoryException occupied(String place) {
        return new ForeignDirectoryException(
                place + " holds a Sextant segment already, so none can be created there",
                "Open it, or name a directory that is empty or does not exist yet");
    }

    /** There is a segment store, but another one. */
    public static ForeignDirectoryException otherIdentity(String place, StoreIdentity found, StoreIdentity wanted) {
        return new ForeignDirectoryException(
                place + " holds " + found + ", not " + wanted,
                "Check the configured path and which disk is mounted there");
    }
}
