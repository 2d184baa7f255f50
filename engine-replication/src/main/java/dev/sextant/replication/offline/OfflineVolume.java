package dev.sextant.replication.offline;

import dev.sextant.api.PageId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.storage.rocks.RocksResources;
import dev.sextant.storage.volume.ClosedVolume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A volume that no cluster has open, with the stores of all its segments that can be opened, to be looked at. Nothing in its
 * directory changes, and no cluster opens it meanwhile. Not thread safe.
 */
public final class OfflineVolume implements AutoCloseable {
    private static final long NATIVE_MEMORY_BYTES = 96L << 20;

    private final ClosedVolume volume;
    private final RocksResources resources;
    private final List<OfflineSegment> segments = new ArrayList<>();

    private OfflineVolume(ClosedVolume volume) {
        this.volume = volume;
        resources = RocksResources.ofBytes(NATIVE_MEMORY_BYTES);
    }

    /** Opens it; throws what {@link ClosedVolume#open} throws. A segment that cannot be opened is no reason to throw. */
    public static OfflineVolume open(Path directory) {
        return open(directory, segment -> true);
    }

    /** Opens a part of a volume: the segments that are chosen. */
    static OfflineVolume open(Path directory, Predicate<SegmentId> chosen) {
        OfflineVolume opened = new OfflineVolume(ClosedVolume.open(directory));
        boolean done = false;
        try {
            for (int index = 0; index < SegmentId.COUNT; index++) {
                SegmentId segment = new SegmentId(index);
                if (chosen.test(segment)) {
                    opened.segments.add(OfflineSegment.open(opened.volume, segment, opened.resources));
                }
            }
            done = true;
            return opened;
        } finally {
            if (!done) {
                opened.close();
            }
        }
    }

    ClosedVolume directory() {
        return volume;
    }

    List<OfflineSegment> segments() {
        return segments;
    }

    /** Checks everything: see {@link VerifyResult}. */
    public VerifyResult verify(OfflineProgress progress) {
        List<String> notes = volume.isLocked()
                ? List.of()
                : List.of("there is no lock file, so nothing kept a cluster from opening the volume meanwhile");
        return new VolumeVerifier(this, progress, notes).verify();
    }

    /** As {@link #verify}, of a copy, which no cluster opens. */
    VerifyResult verifyCopy(OfflineProgress progress) {
        return new VolumeVerifier(this, progress, List.of()).verify();
    }

    /** What a cluster must be opened with, for the volume is so; throws what {@link ClosedVolume#open} throws. */
    public static ClusterConfig.Builder config(Path directory) {
        try (ClosedVolume volume = ClosedVolume.open(directory)) {
            return ClusterConfig.in(directory)
                    .pageSizeBytes(volume.marker().pageSizeBytes())
                    .segmentLayout(volume.marker().layout());
        }
    }

    /** Tells what is there, without reading pages and their deltas. */
    public VolumeSummary inspect() {
        return new VolumeInspector(this).inspect();
    }

    /** Tells the versions of a page, at one segment, or at all of them if that is null. */
    public List<PageSummary> inspect(PageId page, @Nullable SegmentId only) {
        return new VolumeInspector(this).inspect(page, only);
    }

    @Override
    public void close() {
        segments.forEach(OfflineSegment::close);
        resources.close();
        volume.close();
    }
}
