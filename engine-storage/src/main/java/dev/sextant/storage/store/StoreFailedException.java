package dev.sextant.storage.store;

import org.jspecify.annotations.Nullable;

/**
 * The disk failed a read, a write or a sync. The handle that met it cannot know any more what the disk holds, so it refuses
 * everything from then on. A batch whose write threw this was not acknowledged; after reopening it is there whole or not at
 * all.
 */
public final class StoreFailedException extends StoreException {
    private static final long serialVersionUID = 1L;
    private static final String UNHARMED =
            "Nothing was acknowledged that is not on the disk, and what was acknowledged before is still there";

    private final String place;
    private final DiskTrouble trouble;

    private StoreFailedException(
            String place, String happened, String remedy, DiskTrouble trouble, @Nullable Throwable cause) {
        super(happened, UNHARMED, remedy, cause);
        this.place = place;
        this.trouble = trouble;
    }

    /** A read, write or sync failed. */
    public static StoreFailedException ioFailed(String place, String action, @Nullable Throwable cause) {
        DiskTrouble trouble = DiskTrouble.of(cause);
        String why = trouble == DiskTrouble.OTHER ? "" : ", because " + trouble.what();
        String detail = cause == null ? "" : " (" + said(cause) + ")";
        return new StoreFailedException(
                place,
                place + " could not " + action + why + detail,
                trouble.remedy() + ", then open the store again",
                trouble,
                cause);
    }

    /** In full where the message alone is only the name of a file, as it is in many of Java's. */
    private static String said(Throwable cause) {
        String message = cause.getMessage();
        return message == null || message.indexOf(' ') < 0 ? cause.toString() : message;
    }

    /** There is no room for a write. */
    public static StoreFailedException diskFull(String place, @Nullable Throwable cause) {
        return new StoreFailedException(
                place,
                place + " could not write, because " + DiskTrouble.FULL.what(),
                DiskTrouble.FULL.remedy() + ", then open the store again",
                DiskTrouble.FULL,
                cause);
    }

    /** There is not as much room as a store should have that is to be used again. */
    public static StoreFailedException tooLittleRoom(String place, long freeBytes, long wantedBytes) {
        return new StoreFailedException(
                place,
                place + " has " + freeBytes + " bytes of free space, which is less than the " + wantedBytes
                        + " it is used again with",
                DiskTrouble.FULL.remedy(),
                DiskTrouble.FULL,
                null);
    }

    /** The same handle failed earlier. */
    static StoreFailedException earlier(String place, StoreFailedException first) {
        return new StoreFailedException(
                place,
                place + " failed earlier and its handle is not trusted any more",
                "Close it and open the store again",
                first.trouble,
                first);
    }

    /** Whether it is this disk that failed, and not another one used by the same call. */
    boolean isOf(String otherPlace) {
        return place.equals(otherPlace);
    }

    /** What it is due to, as far as is known. */
    public DiskTrouble trouble() {
        return trouble;
    }

    /** Whether the reason is a lack of space. */
    public boolean isDiskFull() {
        return trouble == DiskTrouble.FULL;
    }
}
