package dev.sextant.storage.store;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes on the disk are not the bytes that were written there. They were not served. */
public final class StoreCorruptException extends StoreException {
    private static final long serialVersionUID = 1L;

    private final @Nullable ColumnFamily family;
    private final byte @Nullable [] key;

    private StoreCorruptException(
            String happened,
            String unharmed,
            String remedy,
            @Nullable ColumnFamily family,
            byte @Nullable [] key,
            @Nullable Throwable cause) {
        super(happened, unharmed, remedy, cause);
        this.family = family;
        this.key = key;
    }

    /** The value of one known key is corrupt. */
    public static StoreCorruptException value(String place, ColumnFamily family, byte[] key) {
        return new StoreCorruptException(
                place + " holds a value that fails its checksum: " + family + " "
                        + HexFormat.of().formatHex(key),
                "Other keys are readable, and the value was not served",
                "Fetch it from another segment and write it again",
                family,
                key,
                null);
    }

    /** A part of a family is corrupt; which keys are in it cannot be told. */
    public static StoreCorruptException region(String place, ColumnFamily family, Throwable cause) {
        return new StoreCorruptException(
                place + " cannot read a part of " + family + ": " + cause.getMessage(),
                "What is elsewhere is readable, and nothing of that part was served",
                "Let the segment be filled anew from the others",
                family,
                null,
                cause);
    }

    /** The store as a whole is not what was left there. */
    public static StoreCorruptException store(String place, String detail, @Nullable Throwable cause) {
        return new StoreCorruptException(
                place + " is damaged: " + detail,
                "Nothing was served from it, and the other segments are not touched",
                "Let the segment be filled anew from the others",
                null,
                null,
                cause);
    }

    /** The family that is hit, or null if it is the whole store. */
    public @Nullable ColumnFamily family() {
        return family;
    }

    /** The key whose value is corrupt, or null if more than one value is. */
    public byte @Nullable [] key() {
        return key == null ? null : key.clone();
    }
}
