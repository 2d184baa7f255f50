package dev.sextant.storage.store;

/** The creation of the store was cut short, so there is nothing to open. No write was ever acknowledged from it. */
public final class StoreIncompleteException extends StoreException {
    private static final long serialVersionUID = 1L;

    public StoreIncompleteException(String place) {
        super(
                "The creation of " + place + " was interrupted before it ended",
                "No data was ever stored in it, so none is lost",
                "Create the segment again in the same directory: what is left there is replaced",
                null);
    }
}
