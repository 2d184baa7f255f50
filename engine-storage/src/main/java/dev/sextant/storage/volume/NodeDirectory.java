package dev.sextant.storage.volume;

import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.StorageFailedException;
import dev.sextant.storage.store.DurableFiles;
import dev.sextant.storage.store.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one process's part of a volume, locked. It may be empty: of which volume it is to be a part, and whether from the
 * beginning, only others can tell.
 *
 * <p>Invariant: what a process's disks are, founders or later ones, is decided once and is on the disk before the first segment is.
 *
 * <p>Thread safety: any thread.
 */
public final class NodeDirectory implements AutoCloseable {
    private final Path path;
    private final int pageSizeBytes;
    private final SegmentLayout layout;
    private final LockFile lock;
    /** Guarded by this; null while it is empty. */
    private @Nullable Part part;

    /** A part of a volume. */
    public record Part(VolumeDirectory volume, Founders founders) {}

    private NodeDirectory(Path path, int pageSizeBytes, SegmentLayout layout, LockFile lock, @Nullable Part part) {
        this.path = path;
        this.pageSizeBytes = pageSizeBytes;
        this.layout = layout;
        this.lock = lock;
        this.part = part;
    }

    /** Opens what is there, which may be nothing; throws the API's exceptions, and then has changed nothing. */
    public static NodeDirectory open(Path directory, int pageSizeBytes, SegmentLayout layout) {
        Path path = directory.toAbsolutePath();
        try {
            requirePart(path);
            DurableFiles.makeDirectory(path);
            LockFile lock = LockFile.exclusive(path.resolve(VolumeDirectory.LOCK));
            boolean opened = false;
            try {
                Part part = requirePart(path) ? read(path, lock, pageSizeBytes, layout) : null;
                NodeDirectory node = new NodeDirectory(path, pageSizeBytes, layout, lock, part);
                opened = true;
                return node;
            } finally {
                if (!opened) {
                    lock.close();
                }
            }
        } catch (LockFile.HeldException e) {
            throw new DirectoryInUseException(path);
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    /** Whether there is a part of a volume; throws if there is anything else but nothing. */
    private static boolean requirePart(Path path) throws IOException {
        boolean isVolume = VolumeDirectory.isVolume(path);
        if (isVolume && Files.notExists(path.resolve(Founders.FILE))) {
            throw new ForeignDirectoryException(
                    path, "it holds a whole volume, which Cluster.open opens, and not a node's part of one");
        }
        return isVolume;
    }

    private static Part read(Path path, LockFile lock, int pageSizeBytes, SegmentLayout layout) throws IOException {
        VolumeDirectory volume = VolumeDirectory.ofPart(path, lock, pageSizeBytes, layout);
        Founders founders = Founders.decode(path, Files.readAllBytes(path.resolve(Founders.FILE)));
        if (!founders.volume().equals(volume.marker().volume())) {
            throw new ForeignDirectoryException(
                    path,
                    "its marker is of the volume " + volume.marker().volume() + ", its founders of "
                            + founders.volume());
        }
        return new Part(volume, founders);
    }

    /** What it is a part of; null while it is empty. */
    public synchronized @Nullable Part part() {
        return part;
    }

    /**
     * Begins a part where there is none. It is one once {@link VolumeDirectory#complete} was called, after its segments were made.
     *
     * @param generations the numbers of the disks of all segments: 0 of one that was a founder, any higher one of others
     */
    public synchronized Part begin(Founders founders, SortedMap<SegmentId, Long> generations) {
        if (part != null) {
            throw new IllegalStateException("there is a part of a volume already");
        }
        List<Long> numbers = new ArrayList<>();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            numbers.add(generations.getOrDefault(new SegmentId(index), 0L));
        }
        VolumeMarker marker = new VolumeMarker(founders.volume(), Instant.now(), pageSizeBytes, layout, numbers);
        try {
            VolumeDirectory volume = VolumeDirectory.beginPart(path, lock, marker, founders.encode());
            Part begun = new Part(volume, founders);
            part = begun;
            return begun;
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }
}
