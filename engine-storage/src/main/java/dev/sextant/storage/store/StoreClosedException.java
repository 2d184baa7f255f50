package dev.sextant.storage.store;

/** The handle was used after it was closed. */
public final class StoreClosedException extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreClosedException(String place) {
        super(
                "The handle of " + place + " is closed",
                "Every acknowledged write is on the disk",
                "Open the store again and use the new handle",
                null);
    }
}
