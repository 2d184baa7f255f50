package dev.sextant.replication.offline;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.StorageFailedException;
import dev.sextant.storage.rocks.RocksResources;
import dev.sextant.storage.rocks.RocksStore;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.volume.VolumeDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A volume that is being restored: its directory, and its segments, which are all filled with the same. Its marker is written last;
 * without it nobody opens the directory, and the next restore into it begins anew. Closed before it is complete, it is removed
 * again.
 */
final class RestoreTarget implements AutoCloseable {
    private static final long NATIVE_MEMORY_BYTES = 192L << 20;

    private final VolumeDirectory volume;
    private final RocksResources resources = RocksResources.ofBytes(NATIVE_MEMORY_BYTES);
    private final List<SegmentStore> stores = new ArrayList<>();
    private final List<FilledSegment> segments = new ArrayList<>();
    private boolean complete;

    private RestoreTarget(VolumeDirectory volume) {
        this.volume = volume;
    }

    /**
     * Begins it; throws what {@link VolumeDirectory#beginRestore} throws.
     *
     * @param point what it is to hold, and where its history begins
     */
    static RestoreTarget begin(Path directory, int pageSizeBytes, SegmentLayout layout, ReadPoint point) {
        RestoreTarget target = new RestoreTarget(VolumeDirectory.beginRestore(directory, pageSizeBytes, layout));
        boolean begun = false;
        try {
            target.writing(() -> target.createSegments(point));
            begun = true;
            return target;
        } finally {
            if (!begun) {
                target.close();
            }
        }
    }

    private void createSegments(ReadPoint point) {
        for (int index = 0; index < SegmentId.COUNT; index++) {
            SegmentId id = new SegmentId(index);
            Path place = volume.segment(id);
            RocksStore.destroy(place);
            stores.add(RocksStore.create(place, StoreIdentity.of(volumeId(), id), resources));
            segments.add(
                    FilledSegment.begin(id, stores.get(index), volume.marker().layout(), point));
        }
    }

    UUID volumeId() {
        return volume.marker().volume();
    }

    /** Does the same with every segment. */
    void fill(Consumer<FilledSegment> step) {
        writing(() -> segments.forEach(step));
    }

    /** Everything is there: from now on it is a volume. */
    void complete() {
        segments.forEach(FilledSegment::requireFilled);
        writing(this::closeStores);
        volume.complete();
        complete = true;
    }

    private void closeStores() {
        while (!stores.isEmpty()) {
            stores.remove(stores.size() - 1).close();
        }
    }

    private void writing(Runnable work) {
        try {
            work.run();
        } catch (StoreException e) {
            throw new StorageFailedException(volume.path(), e);
        }
    }

    @Override
    public void close() {
        try {
            writing(this::closeStores);
        } finally {
            resources.close();
            if (complete) {
                volume.close();
            } else {
                remove();
            }
        }
    }

    private void remove() {
        boolean removed = false;
        try {
            writing(() -> {
                for (int index = 0; index < SegmentId.COUNT; index++) {
                    RocksStore.destroy(volume.segment(new SegmentId(index)));
                }
            });
            removed = true;
            volume.abandonRestore();
        } finally {
            if (!removed) {
                volume.close();
            }
        }
    }
}
