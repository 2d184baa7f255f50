package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import org.jspecify.annotations.Nullable;

/** Called by a {@link MemoryDisk} when one of its faults bites, in the thread that is bitten. */
@FunctionalInterface
public interface BiteHook {
    /**
     * Takes note. It must leave the disk alone.
     *
     * @param family of the key, or null if there is none
     * @param key a copy, or null if the bite is not of one key
     */
    void bitten(DiskBite bite, @Nullable ColumnFamily family, byte @Nullable [] key);
}
