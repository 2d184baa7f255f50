package dev.sextant.replication.runtime;

import dev.sextant.api.BackupReport;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentState;
import dev.sextant.api.StorageFailedException;
import dev.sextant.api.spi.Await;
import dev.sextant.conflict.fate.Quorums;
import dev.sextant.storage.backup.BackupDirectory;
import dev.sextant.storage.backup.BackupFile;
import dev.sextant.storage.backup.BackupManifest;
import dev.sextant.storage.backup.BackupWriter;
import dev.sextant.storage.rocks.RocksStore;
import dev.sextant.storage.segment.SegmentCounters;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.volume.VolumeDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Backs the running cluster up: a whole full segment that holds all that was acknowledged is frozen as it is, at the cost of links
 * to its files, and copied while it goes on.
 *
 * <p>What was acknowledged has been heard of by four segments, so by one of any three that are asked afterwards.
 */
final class Backups {
    private static final long LOOK_NANOS = 10_000_000;

    private final NodeContext context;
    private final Nodes nodes;
    private final Await waits;
    private final VolumeDirectory volume;
    private final SegmentLayout layout;

    Backups(NodeContext context, Nodes nodes, Await waits, VolumeDirectory volume) {
        this.context = context;
        this.nodes = nodes;
        this.waits = waits;
        this.volume = volume;
        layout = context.config().segmentLayout();
    }

    /** A segment that counts. */
    private record Source(SegmentHost host, SegmentRun run, SegmentCounters counters) {}

    /** One at a time, since a segment is frozen once at a time. */
    synchronized BackupReport backup(Path directory) {
        try (BackupDirectory to =
                BackupDirectory.forWriting(directory, volume.marker().volume())) {
            Source source = awaitSource(last(to));
            try {
                return copy(source, to);
            } catch (StoreException e) {
                throw new StorageFailedException(volume.segment(source.host().id()), e);
            }
        }
    }

    /** The paths of the segment's files that the last backup here has, with the generation of its disk; null if there is none. */
    private static @Nullable BackupFile last(BackupDirectory to) {
        List<BackupManifest> manifests = to.manifests();
        if (manifests.isEmpty()) {
            return null;
        }
        List<BackupFile> files = manifests.get(manifests.size() - 1).files();
        return files.get(files.size() - 1);
    }

    /** A segment that holds all that three segments or more have heard of by now. */
    private Source awaitSource(@Nullable BackupFile last) {
        long deadline = context.clock().nowNanos()
                + context.config().timeouts().commit().toNanos();
        List<ReadPoint> heard = List.of();
        while (true) {
            List<Source> whole = whole();
            if (heard.isEmpty()) {
                heard = heard(whole);
            }
            Source source = heard.isEmpty() ? null : holding(heard, whole, last);
            if (source != null) {
                return source;
            }
            if (context.clock().nowNanos() >= deadline) {
                throw new QuorumLostException(whole.size(), Quorums.SIX.read());
            }
            waits.pause(LOOK_NANOS);
        }
    }

    /** What these have heard of, all that they said before included; nothing if too few of them still count then. */
    private List<ReadPoint> heard(List<Source> whole) {
        List<ReadPoint> heard = new ArrayList<>();
        for (Source each : whole) {
            ReadPoint point = waits.await(each.run().heard());
            if (each.run().state() == SegmentState.UP) {
                heard.add(point);
            }
        }
        return heard.size() < Quorums.SIX.read() ? List.of() : heard;
    }

    private List<Source> whole() {
        List<Source> whole = new ArrayList<>();
        for (SegmentHost host : nodes.segments()) {
            SegmentRun run = host.run();
            SegmentCounters counters = run == null ? null : run.counters();
            if (run != null && counters != null && run.state() == SegmentState.UP) {
                whole.add(new Source(host, run, counters));
            }
        }
        return whole;
    }

    /**
     * One that has pages: the one the last backup was made of, since its files need not be copied again, or else one with long
     * history.
     */
    private @Nullable Source holding(List<ReadPoint> heard, List<Source> whole, @Nullable BackupFile last) {
        Source longest = null;
        for (Source each : whole) {
            boolean hasPages =
                    layout.isFull(each.host().id()) && each.counters().untoldPages() == 0;
            if (!hasPages || !heard.stream().allMatch(each.counters().held()::covers)) {
                continue;
            }
            if (last != null && isOf(each, last)) {
                return each;
            }
            if (longest == null
                    || isLonger(each.counters().floor(), longest.counters().floor())) {
                longest = each;
            }
        }
        return longest;
    }

    private boolean isOf(Source source, BackupFile file) {
        Path directory = volume.path().relativize(volume.segment(source.host().id()));
        return source.counters().generation() == file.generation()
                && Path.of(file.path()).startsWith(directory);
    }

    private static boolean isLonger(ReadPoint floor, ReadPoint than) {
        return than.covers(floor) && !floor.covers(than);
    }

    private BackupReport copy(Source source, BackupDirectory to) {
        Instant created = Instant.now();
        Path segment = volume.segment(source.host().id());
        Path frozen = source.run().store().freeze();
        try {
            BackupWriter writer = new BackupWriter(to, volume.marker().volume());
            writer.add(volume.path().relativize(volume.markerFile()).toString(), 0, volume.markerFile(), false);
            for (Path file : files(frozen)) {
                String path = volume.path()
                        .relativize(segment)
                        .resolve(frozen.relativize(file))
                        .toString();
                boolean immutable = path.endsWith(".sst");
                writer.add(path.replace('\\', '/'), source.counters().generation(), file, immutable);
            }
            BackupManifest made = writer.complete(created, source.counters().held());
            return new BackupReport(
                    made.number(),
                    made.created(),
                    made.point(),
                    source.host().id(),
                    made.files().size(),
                    made.sizeBytes(),
                    writer.copiedFiles(),
                    writer.copiedBytes());
        } finally {
            RocksStore.thaw(segment);
        }
    }

    private static List<Path> files(Path frozen) {
        try (Stream<Path> all = Files.walk(frozen)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new StorageFailedException(frozen, e);
        }
    }
}
