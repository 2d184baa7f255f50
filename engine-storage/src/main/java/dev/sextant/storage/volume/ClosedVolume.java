package dev.sextant.storage.volume;

import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.DirectoryVersionException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.StorageFailedException;
import dev.sextant.storage.store.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a volume that no cluster has open, to be looked at. As long as this is open, no cluster can open it. Nothing
 * in the directory is changed.
 */
public final class ClosedVolume implements AutoCloseable {
    private final Path path;
    private final VolumeMarker marker;
    private final @Nullable LockFile lock;

    private ClosedVolume(Path path, VolumeMarker marker, @Nullable LockFile lock) {
        this.path = path;
        this.marker = marker;
        this.lock = lock;
    }

    /**
     * Locks it and reads its marker.
     *
     * @throws ForeignDirectoryException if there is no volume
     * @throws DirectoryInUseException if a cluster has it open
     * @throws DirectoryVersionException if it is of another format
     * @throws StorageFailedException if it cannot be read, or its marker is damaged
     */
    public static ClosedVolume open(Path directory) {
        Path path = directory.toAbsolutePath();
        try {
            if (!Files.isDirectory(path)) {
                throw new ForeignDirectoryException(path, Files.exists(path) ? "it is a file" : "it is not there");
            }
            Path file = path.resolve(VolumeDirectory.MARKER);
            if (!Files.isRegularFile(file)) {
                throw VolumeDirectory.isHalfRestored(path)
                        ? VolumeDirectory.halfRestored(path)
                        : new ForeignDirectoryException(path, "it has no file " + VolumeDirectory.MARKER);
            }
            return locked(path, file);
        } catch (LockFile.HeldException e) {
            throw new DirectoryInUseException(path);
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    private static ClosedVolume locked(Path path, Path file) throws IOException {
        LockFile lock = LockFile.shared(path.resolve(VolumeDirectory.LOCK));
        boolean opened = false;
        try {
            ClosedVolume volume = new ClosedVolume(path, VolumeMarker.decode(path, Files.readAllBytes(file)), lock);
            opened = true;
            return volume;
        } finally {
            if (!opened && lock != null) {
                lock.close();
            }
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** What its marker says. */
    public VolumeMarker marker() {
        return marker;
    }

    /** Where a segment's directory is. */
    public Path segment(SegmentId segment) {
        return path.resolve(VolumeDirectory.name(segment));
    }

    /** Whether clusters are kept out: a copy without the file that is locked lets them in. */
    public boolean isLocked() {
        return lock != null;
    }

    @Override
    public void close() {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }
}
