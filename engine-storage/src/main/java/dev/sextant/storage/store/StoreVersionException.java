package dev.sextant.storage.store;

/** The store was written in a format that this version of the engine does not read. */
public final class StoreVersionException extends StoreException {
    private static final long serialVersionUID = 1L;

    private final int foundFormatVersion;

    public StoreVersionException(String place, int foundFormatVersion, int supportedFormatVersion) {
        super(
                place + " has format version " + foundFormatVersion + ", and this engine reads version "
                        + supportedFormatVersion,
                "Nothing in it was changed",
                foundFormatVersion > supportedFormatVersion
                        ? "Open it with the newer engine that wrote it"
                        : "Open it with the older engine that wrote it, or let the segment be filled anew from the others",
                null);
        this.foundFormatVersion = foundFormatVersion;
    }

    /** The version on the disk. */
    public int foundFormatVersion() {
        return foundFormatVersion;
    }
}
