package dev.sextant.storage.store;

/** The bounds of what a store takes. To go beyond one is a mistake of the caller, found before anything is written. */
public final class StoreLimits {
    /** The longest key. */
    public static final int KEY_MAX_BYTES = 1024;

    /** The longest value. */
    public static final int VALUE_MAX_BYTES = 16 << 20;

    /** The largest batch, counted as {@link StoreBatch#sizeBytes()}. */
    public static final long BATCH_MAX_BYTES = 256L << 20;

    private StoreLimits() {}
}
