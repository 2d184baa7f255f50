package dev.sextant.replication.runtime;

import dev.sextant.api.SegmentId;
import dev.sextant.storage.rocks.RocksResources;
import dev.sextant.storage.rocks.RocksStore;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreIncompleteException;
import dev.sextant.storage.volume.VolumeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The disks of a volume in a directory: a RocksDB store for each segment, in a directory of its own. */
final class RocksDisks implements Disks {
    private final VolumeDirectory volume;
    private final RocksResources resources;
    /** The segments that this process keeps. */
    private final SortedSet<SegmentId> segments;
    /** The least number of a disk that is counted from now on. */
    private final LongSupplier leastGeneration;
    /** Stores created with the volume, until they are mounted; guarded by this. */
    private final SortedMap<SegmentId, SegmentStore> created = new TreeMap<>();

    private RocksDisks(
            VolumeDirectory volume,
            RocksResources resources,
            SortedSet<SegmentId> segments,
            LongSupplier leastGeneration) {
        this.volume = volume;
        this.resources = resources;
        this.segments = segments;
        this.leastGeneration = leastGeneration;
    }

    /** Takes the directory of a whole volume over, and creates its segments if it is new. Closes it again if that fails. */
    static RocksDisks open(VolumeDirectory volume, long nativeMemoryBytes) {
        SortedSet<SegmentId> all = new TreeSet<>();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            all.add(new SegmentId(index));
        }
        return open(volume, all, () -> 0, nativeMemoryBytes);
    }

    /**
     * As {@link #open(VolumeDirectory, long)}, for some of a volume's segments.
     *
     * @param leastGeneration the least number of a disk that is counted from now on: higher than any that another process may have
     *     counted of the same segment
     */
    static RocksDisks open(
            VolumeDirectory volume,
            SortedSet<SegmentId> segments,
            LongSupplier leastGeneration,
            long nativeMemoryBytes) {
        RocksDisks disks = new RocksDisks(volume, RocksResources.ofBytes(nativeMemoryBytes), segments, leastGeneration);
        boolean opened = false;
        try {
            if (volume.isNew()) {
                disks.createAll();
            }
            opened = true;
            return disks;
        } finally {
            if (!opened) {
                disks.close();
            }
        }
    }

    private synchronized void createAll() {
        for (SegmentId segment : segments) {
            RocksStore.destroy(volume.segment(segment));
            created.put(segment, RocksStore.create(volume.segment(segment), identity(segment), resources));
        }
        volume.complete();
    }

    private StoreIdentity identity(SegmentId segment) {
        return StoreIdentity.of(volume.marker().volume(), segment);
    }

    @Override
    public synchronized Mounted mount(SegmentId segment) {
        SegmentStore fresh = created.remove(segment);
        if (fresh != null) {
            return new Mounted(fresh, volume.marker().generation(segment));
        }
        SegmentStore kept = isBlank(segment) ? null : openKept(segment);
        if (kept != null) {
            return new Mounted(kept, volume.marker().generation(segment));
        }
        // The new disk is counted before it can answer anything.
        long generation = volume.nextGeneration(segment, leastGeneration.getAsLong());
        return new Mounted(RocksStore.create(volume.segment(segment), identity(segment), resources), generation);
    }

    @Override
    public synchronized Mounted remount(SegmentId segment) {
        SegmentStore kept = RocksStore.open(volume.segment(segment), identity(segment), resources);
        return new Mounted(kept, volume.marker().generation(segment));
    }

    @Override
    public long freeBytes(SegmentId segment) {
        Path directory = volume.segment(segment);
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(directory.toString(), "tell how much room it has", e);
        }
    }

    private boolean isBlank(SegmentId segment) {
        Path directory = volume.segment(segment);
        if (Files.notExists(directory)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        } catch (IOException unreadable) {
            // Then it is not known to be blank, and opening it tells what is wrong.
            return false;
        }
    }

    /** Null if a creation was cut short there. */
    private @Nullable SegmentStore openKept(SegmentId segment) {
        try {
            return RocksStore.open(volume.segment(segment), identity(segment), resources);
        } catch (StoreIncompleteException neverUsed) {
            return null;
        }
    }

    /** A process cannot take the power from its own disk: this closes the handle, and what was written stays. */
    @Override
    public void losePower(SegmentId segment, SegmentStore store) {
        store.close();
    }

    @Override
    public void replace(SegmentId segment) {
        RocksStore.destroy(volume.segment(segment));
    }

    @Override
    public VolumeDirectory volume() {
        return volume;
    }

    @Override
    public Path place(SegmentId segment) {
        return volume.segment(segment);
    }

    @Override
    public synchronized void close() {
        created.values().forEach(SegmentStore::close);
        created.clear();
        resources.close();
        volume.close();
    }
}
