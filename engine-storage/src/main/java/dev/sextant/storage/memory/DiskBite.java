package dev.sextant.storage.memory;

/** What a fault of a {@link MemoryDisk} came to: not that it was arranged, but that somebody ran into it. */
public enum DiskBite {
    /** A value with a flipped bit was read ({@link MemoryDisk#flipBit}); the key is its key. */
    ROTTEN_READ,
    /** A value was read and a bit flipped on the way ({@link MemoryDisk#flipBitOnNextRead}); the key is its key. */
    FLIPPED_READ,
    /** An unreadable value was asked for ({@link MemoryDisk#makeUnreadable}); the key is its key. */
    UNREADABLE_READ,
    /** A value was read that is another key's ({@link MemoryDisk#misdirectNextWrite}); the key is the one asked for. */
    MISPLACED_READ,
    /** A value was written elsewhere ({@link MemoryDisk#misdirectNextWrite}); the key is the one it was meant for. */
    LOST_WRITE,
    /** A value was written over another key's, right after its {@link #LOST_WRITE}; the key is the one that was hit. */
    MISPLACED_WRITE,
    /** A sync failed ({@link MemoryDisk#failNextSync}); no key. */
    FAILED_SYNC,
    /** A write did not fit ({@link MemoryDisk#setCapacityBytes}); no key. */
    FULL_DISK,
    /** Bytes that were not synced went with the power ({@link MemoryDisk#crash}); no key. */
    CUT_LOG,
    /** Opening dropped the end of the log, for it was torn or damaged; no key. */
    TORN_LOG
}
