package dev.sextant.storage.tree;

import dev.sextant.api.Lsn;

/** Says which tombstones nobody needs any more: every snapshot in use, and every transaction to come, sees the deletion. */
@FunctionalInterface
public interface TombstoneHorizon {
    /** Keeps every tombstone. */
    TombstoneHorizon KEEP_ALL = lsn -> false;

    /** Whether a tombstone of this LSN may go. */
    boolean unneeded(Lsn lsn);
}
