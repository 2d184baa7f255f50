package dev.sextant.storage.store;

/** The store is open already: in another process, or through another handle of this one. */
public final class StoreLockedException extends StoreException {
    private static final long serialVersionUID = 1L;

    public StoreLockedException(String place, String holder) {
        super(
                place + " is in use by " + holder,
                "Nothing in it was read or changed",
                "Close the other user of it, or give this segment a directory of its own",
                null);
    }
}
