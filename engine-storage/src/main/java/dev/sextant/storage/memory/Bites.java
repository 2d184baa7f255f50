package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import org.jspecify.annotations.Nullable;

/** Counts the faults that bit and tells of them. Thread safe. */
final class Bites {
    static final BiteHook NO_HOOK = (bite, family, key) -> {};

    private final long[] counts = new long[DiskBite.values().length];
    private BiteHook hook = NO_HOOK;

    synchronized void setHook(BiteHook newHook) {
        hook = newHook;
    }

    synchronized long count(DiskBite bite) {
        return counts[bite.ordinal()];
    }

    void note(DiskBite bite) {
        tell(bite, null, null);
    }

    void note(DiskBite bite, ColumnFamily family, byte[] key) {
        tell(bite, family, key.clone());
    }

    private synchronized void tell(DiskBite bite, @Nullable ColumnFamily family, byte @Nullable [] key) {
        counts[bite.ordinal()]++;
        hook.bitten(bite, family, key);
    }
}
