package dev.sextant.storage.memory;

/** Called by a {@link MemoryDisk} at the points of a write where the world may interfere: to stall it, or to crash. */
@FunctionalInterface
public interface WriteHook {
    /** How far a write has come. */
    enum Point {
        /** Nothing has happened yet. */
        BEFORE_APPEND,
        /** The batch is in the log, but not synced: a power loss takes it away. */
        BEFORE_SYNC,
        /** The batch is durable, but the writer does not know it yet. */
        AFTER_SYNC
    }

    /** May block, and may crash the disk, upon which the write fails. */
    void at(Point point);
}
