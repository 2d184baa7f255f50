package dev.sextant.replication.offline;

import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.rocks.ReadOnlySegment;
import dev.sextant.storage.rocks.RocksResources;
import dev.sextant.storage.rocks.RocksStore;
import dev.sextant.storage.segment.ShelfReader;
import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.volume.ClosedVolume;
import org.jspecify.annotations.Nullable;

/** A segment of a closed volume: its store, if that can be opened. */
final class OfflineSegment implements AutoCloseable {
    private final SegmentId id;
    private final long generation;
    private final SegmentLayout layout;
    private final @Nullable ReadOnlySegment disk;
    /** Why its store cannot be opened; null if it is open. */
    private final @Nullable String refusal;

    private OfflineSegment(
            SegmentId id,
            long generation,
            SegmentLayout layout,
            @Nullable ReadOnlySegment disk,
            @Nullable String refusal) {
        this.id = id;
        this.generation = generation;
        this.layout = layout;
        this.disk = disk;
        this.refusal = refusal;
    }

    static OfflineSegment open(ClosedVolume volume, SegmentId id, RocksResources resources) {
        StoreIdentity identity = StoreIdentity.of(volume.marker().volume(), id);
        long generation = volume.marker().generation(id);
        SegmentLayout layout = volume.marker().layout();
        try {
            ReadOnlySegment disk = RocksStore.openReadOnly(volume.segment(id), identity, resources);
            return new OfflineSegment(id, generation, layout, disk, null);
        } catch (StoreException e) {
            return new OfflineSegment(id, generation, layout, null, String.valueOf(e.getMessage()));
        }
    }

    SegmentId id() {
        return id;
    }

    /** What it keeps. */
    SegmentRole role() {
        return layout.role(id);
    }

    boolean isOpen() {
        return disk != null;
    }

    @Nullable
    String refusal() {
        return refusal;
    }

    private ReadOnlySegment disk() {
        return Check.present(disk, "the store of an open segment");
    }

    SegmentStore store() {
        return disk().store();
    }

    ShelfReader reader() {
        return new StoreReader(store());
    }

    ReadOnlySegment.FamilySize size(ColumnFamily family) {
        return disk().size(family);
    }

    /** Its core, recovered. */
    IdleSegment start() {
        return IdleSegment.started(id, store(), generation, layout);
    }

    @Override
    public void close() {
        if (disk != null) {
            disk.close();
        }
    }
}
