package dev.sextant.storage.volume;

import dev.sextant.api.ConfigurationException;
import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.StorageFailedException;
import dev.sextant.storage.store.DurableFiles;
import dev.sextant.storage.store.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * The directory of a volume, locked: its marker and where its segments are.
 *
 * <p>A directory is a <b>volume</b> if it has the marker, the last thing its creation writes. It is <b>half created</b> if it
 * has the draft of one instead, the first thing that creation writes: nothing was ever acknowledged from it, so its contents
 * may be replaced. Anything else but an empty or absent directory is somebody else's, and not touched; a lock alone is ours.
 *
 * <p>Thread safety: any thread.
 */
public final class VolumeDirectory implements AutoCloseable {
    static final String LOCK = "lock";
    static final String MARKER = "SEXTANT";
    private static final String DRAFT = "SEXTANT.new";
    private static final String UPDATE = "SEXTANT.update";

    private final Path path;
    private final LockFile lock;
    private final boolean isNew;
    /** Guarded by this. */
    private VolumeMarker marker;

    private VolumeDirectory(Path path, LockFile lock, VolumeMarker marker, boolean isNew) {
        this.path = path;
        this.lock = lock;
        this.marker = marker;
        this.isNew = isNew;
    }

    /** What a directory is to us. */
    private enum State {
        VACANT,
        HALF_CREATED,
        VOLUME
    }

    /** Opens the volume that is there, or begins a new one; throws the API's exceptions, and then has changed nothing. */
    public static VolumeDirectory open(Path directory, int pageSizeBytes) {
        Path path = directory.toAbsolutePath();
        try {
            if (state(path) == State.VOLUME) {
                verify(path, pageSizeBytes);
            }
            DurableFiles.makeDirectory(path);
            return openLocked(path, pageSizeBytes);
        } catch (LockFile.HeldException e) {
            throw new DirectoryInUseException(path);
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    private static VolumeDirectory openLocked(Path path, int pageSizeBytes) throws IOException {
        LockFile lock = LockFile.exclusive(path.resolve(LOCK));
        boolean opened = false;
        try {
            // Looked at again, for it may have changed before the lock was held.
            boolean isNew = state(path) != State.VOLUME;
            VolumeMarker marker = isNew
                    ? VolumeMarker.fresh(UUID.randomUUID(), Instant.now(), pageSizeBytes)
                    : verify(path, pageSizeBytes);
            if (isNew) {
                DurableFiles.write(path.resolve(DRAFT), marker.encode());
                DurableFiles.syncDirectory(path);
            }
            opened = true;
            return new VolumeDirectory(path, lock, marker, isNew);
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static State state(Path path) throws IOException {
        if (Files.notExists(path)) {
            return State.VACANT;
        }
        if (!Files.isDirectory(path)) {
            throw new ForeignDirectoryException(path, "it is a file");
        }
        Set<String> names = DurableFiles.names(path);
        if (names.contains(MARKER)) {
            return State.VOLUME;
        }
        names.remove(LOCK);
        if (names.isEmpty()) {
            return State.VACANT;
        }
        boolean ours = names.remove(DRAFT);
        for (int index = 0; index < SegmentId.COUNT; index++) {
            names.remove(name(new SegmentId(index)));
        }
        if (ours && names.isEmpty()) {
            return State.HALF_CREATED;
        }
        throw new ForeignDirectoryException(path, "it has other files in it and no marker");
    }

    private static VolumeMarker verify(Path path, int pageSizeBytes) throws IOException {
        VolumeMarker found = VolumeMarker.decode(path, Files.readAllBytes(path.resolve(MARKER)));
        if (found.pageSizeBytes() != pageSizeBytes) {
            throw new ConfigurationException(
                    "pageSizeBytes",
                    "is " + pageSizeBytes + ", but the volume in " + path + " was created with "
                            + found.pageSizeBytes());
        }
        return found;
    }

    // ---- the volume ------------------------------------------------------------------------------------------------

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Where a segment's directory is. */
    public Path segment(SegmentId segment) {
        return path.resolve(name(segment));
    }

    static String name(SegmentId segment) {
        return "segment-" + segment.index();
    }

    /** What its marker says now. */
    public synchronized VolumeMarker marker() {
        return marker;
    }

    /** Where its marker is. */
    public Path markerFile() {
        return path.resolve(MARKER);
    }

    /** Whether it has just been begun, so that its segments are to be created. */
    public boolean isNew() {
        return isNew;
    }

    /** Its segments are created: from now on it is a volume. */
    public synchronized void complete() {
        try {
            DurableFiles.syncDirectory(path);
            move(DRAFT);
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    /** Counts another disk of a segment, durably, and tells its number. */
    public synchronized long nextGeneration(SegmentId segment) {
        VolumeMarker next = marker.withNextGeneration(segment);
        try {
            DurableFiles.write(path.resolve(UPDATE), next.encode());
            move(UPDATE);
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
        marker = next;
        return next.generation(segment);
    }

    private void move(String from) throws IOException {
        Files.move(
                path.resolve(from),
                path.resolve(MARKER),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        DurableFiles.syncDirectory(path);
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
