package dev.sextant.replication.offline;

import dev.sextant.api.PageId;
import dev.sextant.api.SegmentId;
import dev.sextant.storage.rocks.RocksResources;
import dev.sextant.storage.volume.ClosedVolume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        OfflineVolume opened = new OfflineVolume(ClosedVolume.open(directory));
        boolean done = false;
        try {
            for (int index = 0; index < SegmentId.COUNT; index++) {
                opened.segments.add(OfflineSegment.open(opened.volume, new SegmentId(index), opened.resources));
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
        return new VolumeVerifier(this, progress).verify();
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
