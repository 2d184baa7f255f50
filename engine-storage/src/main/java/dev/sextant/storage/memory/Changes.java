package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.StoreBatch;

/** What a write does to a disk: what its batch says, and what goes wrong. */
interface Changes extends StoreBatch.Operations {
    /** Sets the key to a value that is sealed for another key. */
    void misplace(ColumnFamily family, byte[] key, byte[] sealedValue);
}
