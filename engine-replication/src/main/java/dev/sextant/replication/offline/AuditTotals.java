package dev.sextant.replication.offline;

import dev.sextant.storage.segment.Shelf;
import org.jspecify.annotations.Nullable;

/** Puts the shelves of a segment into one progress. */
final class AuditTotals {
    private final String step;
    private final OfflineProgress progress;
    private final long total;
    private long before;
    private @Nullable Shelf shelf;
    private long onShelf;

    AuditTotals(OfflineSegment segment, OfflineProgress progress) {
        this.progress = progress;
        step = segment.id() + ": records";
        long entries = 0;
        for (Shelf each : Shelf.values()) {
            entries += segment.size(StoreReader.family(each)).entries();
        }
        total = entries;
    }

    void looked(Shelf at, long entries) {
        if (at != shelf) {
            before += onShelf;
            shelf = at;
        }
        onShelf = entries;
        progress.at(step, before + entries, Math.max(total, before + entries));
    }
}
