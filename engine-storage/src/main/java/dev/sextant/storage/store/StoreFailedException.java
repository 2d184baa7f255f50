package dev.sextant.storage.store;

import org.jspecify.annotations.Nullable;

/**
 * The disk failed a read, a write or a sync. The handle that met it cannot know any more what the disk holds, so it refuses
 * everything from then on. A batch whose write threw this was not acknowledged; after reopening it is there whole or not at
 * all.
 */
public final class StoreFailedException extends StoreException {
    private static final long serialVersionUID = 1L;

    private final String place;
    private final boolean diskFull;

    private StoreFailedException(
            String place, String happened, String remedy, boolean diskFull, @Nullable Throwable cause) {
        super(happened, "Every acknowledged write is still on the disk as far as it can be known", remedy, cause);
        this.place = place;
        this.diskFull = diskFull;
    }

    /** A read, write or sync failed. */
    public static StoreFailedException ioFailed(String place, String action, @Nullable Throwable cause) {
        return new StoreFailedException(
                place,
                place + " could not " + action + (cause == null ? "" : ": " + cause.getMessage()),
                "Check the disk and its file system, then open the store again",
                false,
                cause);
    }

    /** There is no room for a write. */
    public static StoreFailedException diskFull(String place, @Nullable Throwable cause) {
        return new StoreFailedException(
                place,
                place + " could not write because the disk is full",
                "Free space or move the segment to a larger disk, then open the store again",
                true,
                cause);
    }

    /** The same handle failed earlier. */
    static StoreFailedException earlier(String place, StoreFailedException first) {
        return new StoreFailedException(
                place,
                place + " failed earlier and its handle is not trusted any more",
                "Close it and open the store again",
                first.diskFull,
                first);
    }

    /** Whether it is this disk that failed, and not another one used by the same call. */
    boolean isOf(String otherPlace) {
        return place.equals(otherPlace);
    }

    /** Whether the reason is a lack of space. */
    public boolean isDiskFull() {
        return diskFull;
    }
}
