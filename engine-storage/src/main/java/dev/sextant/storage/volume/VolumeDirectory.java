package dev.sextant.storage.volume;

import dev.sextant.api.ConfigurationException;
import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.DirectoryOccupiedException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
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
 * may be replaced. It is <b>half restored</b> if it has the draft of a marker that a restore writes: nobody opens it, so that
 * nobody takes it for an empty volume, and another restore begins it anew. Anything else but an empty or absent directory is
 * somebody else's, and not touched; a lock alone is ours.
 *
 * <p>Thread safety: any thread.
 */
public final class VolumeDirectory implements AutoCloseable {
    static final String LOCK = "lock";
    static final String MARKER = "SEXTANT";
    private static final String DRAFT = "SEXTANT.new";
    private static final String RESTORING = "SEXTANT.restoring";
    private static final String UPDATE = "SEXTANT.update";

    private final Path path;
    private final LockFile lock;
    private final boolean isNew;
    /** The marker's name until {@link #complete}. */
    private final String draft;

    /** Whether the directory was made for it. */
    private final boolean wasAbsent;
    /** Guarded by this. */
    private VolumeMarker marker;

    private VolumeDirectory(
            Path path, LockFile lock, VolumeMarker marker, boolean isNew, String draft, boolean wasAbsent) {
        this.path = path;
        this.lock = lock;
        this.marker = marker;
        this.isNew = isNew;
        this.draft = draft;
        this.wasAbsent = wasAbsent;
    }

    /** What a directory is to us. */
    private enum State {
        VACANT,
        HALF_CREATED,
        HALF_RESTORED,
        VOLUME,
        FILE,
        FOREIGN
    }

    /** Opens the volume that is there, or begins a new one; throws the API's exceptions, and then has changed nothing. */
    public static VolumeDirectory open(Path directory, int pageSizeBytes, SegmentLayout layout) {
        Path path = directory.toAbsolutePath();
        try {
            if (openable(path) == State.VOLUME) {
                verify(path, pageSizeBytes, layout);
            }
            requireWhole(path);
            DurableFiles.makeDirectory(path);
            return openLocked(path, pageSizeBytes, layout);
        } catch (LockFile.HeldException e) {
            throw new DirectoryInUseException(path);
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    private static VolumeDirectory openLocked(Path path, int pageSizeBytes, SegmentLayout layout) throws IOException {
        LockFile lock = LockFile.exclusive(path.resolve(LOCK));
        boolean opened = false;
        try {
            // Looked at again, for it may have changed before the lock was held.
            boolean isNew = openable(path) != State.VOLUME;
            VolumeDirectory volume = isNew
                    ? begun(path, lock, pageSizeBytes, layout, DRAFT, false)
                    : new VolumeDirectory(path, lock, verify(path, pageSizeBytes, layout), false, DRAFT, false);
            opened = true;
            return volume;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    private static VolumeDirectory begun(
            Path path, LockFile lock, int pageSizeBytes, SegmentLayout layout, String draft, boolean wasAbsent)
            throws IOException {
        VolumeMarker marker = VolumeMarker.fresh(UUID.randomUUID(), Instant.now(), pageSizeBytes, layout);
        DurableFiles.write(path.resolve(draft), marker.encode());
        DurableFiles.syncDirectory(path);
        return new VolumeDirectory(path, lock, marker, true, draft, wasAbsent);
    }

    // ---- parts of a volume that several processes keep -------------------------------------------------------------

    static boolean isVolume(Path path) throws IOException {
        return openable(path) == State.VOLUME;
    }

    /** The part that is there, in a directory that is locked. */
    static VolumeDirectory ofPart(Path path, LockFile lock, int pageSizeBytes, SegmentLayout layout)
            throws IOException {
        return new VolumeDirectory(path, lock, verify(path, pageSizeBytes, layout), false, DRAFT, false);
    }

    /** Begins one in a directory that is locked and empty. */
    static VolumeDirectory beginPart(Path path, LockFile lock, VolumeMarker marker, byte[] founders)
            throws IOException {
        DurableFiles.write(path.resolve(DRAFT), marker.encode());
        DurableFiles.write(path.resolve(Founders.FILE), founders);
        DurableFiles.syncDirectory(path);
        return new VolumeDirectory(path, lock, marker, true, DRAFT, false);
    }

    private static void requireWhole(Path path) {
        if (Files.exists(path.resolve(Founders.FILE))) {
            throw new ForeignDirectoryException(
                    path, "it holds a node's part of a volume, which Node.start opens, and not a whole one");
        }
    }

    // ---- restores --------------------------------------------------------------------------------------------------

    /**
     * Begins a new volume that is filled before anybody opens it. What a restore that was cut short has left of its segments is
     * still there.
     *
     * @throws DirectoryOccupiedException if the directory has anything else in it, which is left as it is
     */
    public static VolumeDirectory beginRestore(Path directory, int pageSizeBytes, SegmentLayout layout) {
        Path path = directory.toAbsolutePath();
        try {
            requireRestorable(path);
            boolean wasAbsent = Files.notExists(path);
            DurableFiles.makeDirectory(path);
            LockFile lock = LockFile.exclusive(path.resolve(LOCK));
            boolean begun = false;
            try {
                requireRestorable(path);
                VolumeDirectory volume = begun(path, lock, pageSizeBytes, layout, RESTORING, wasAbsent);
                begun = true;
                return volume;
            } finally {
                if (!begun) {
                    lock.close();
                }
            }
        } catch (LockFile.HeldException e) {
            throw new DirectoryInUseException(path);
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    /** Throws what {@link #beginRestore} would throw for what is in the directory, and changes nothing. */
    public static void verifyRestorable(Path directory) {
        Path path = directory.toAbsolutePath();
        try {
            requireRestorable(path);
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    private static void requireRestorable(Path path) throws IOException {
        State state = state(path);
        if (state != State.VACANT && state != State.HALF_RESTORED) {
            throw new DirectoryOccupiedException(path);
        }
    }

    static boolean isHalfRestored(Path path) {
        return Files.exists(path.resolve(RESTORING));
    }

    static ForeignDirectoryException halfRestored(Path path) {
        return new ForeignDirectoryException(
                path, "a restore into it was cut short, and has to be run again to its end");
    }

    /** Gives up a restore, whose segments are destroyed already: the directory is as it was before. Closes this. */
    public void abandonRestore() {
        try {
            Files.deleteIfExists(path.resolve(RESTORING));
            Files.deleteIfExists(path.resolve(LOCK));
            if (wasAbsent) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        } finally {
            close();
        }
    }

    // ---- what there is ---------------------------------------------------------------------------------------------

    /** What is there, if it can be opened or created; throws if not. */
    private static State openable(Path path) throws IOException {
        State state = state(path);
        switch (state) {
            case FILE -> throw new ForeignDirectoryException(path, "it is a file");
            case FOREIGN -> throw new ForeignDirectoryException(path, "it has other files in it and no marker");
            case HALF_RESTORED -> throw halfRestored(path);
            default -> {}
        }
        return state;
    }

    private static State state(Path path) throws IOException {
        if (Files.notExists(path)) {
            return State.VACANT;
        }
        if (!Files.isDirectory(path)) {
            return State.FILE;
        }
        Set<String> names = DurableFiles.names(path);
        if (names.contains(MARKER)) {
            return State.VOLUME;
        }
        names.remove(LOCK);
        if (names.isEmpty()) {
            return State.VACANT;
        }
        boolean created = names.remove(DRAFT);
        boolean restored = names.remove(RESTORING);
        names.remove(Founders.FILE);
        for (int index = 0; index < SegmentId.COUNT; index++) {
            names.remove(name(new SegmentId(index)));
        }
        if (!names.isEmpty() || created == restored) {
            return State.FOREIGN;
        }
        return created ? State.HALF_CREATED : State.HALF_RESTORED;
    }

    private static VolumeMarker verify(Path path, int pageSizeBytes, SegmentLayout layout) throws IOException {
        VolumeMarker found = VolumeMarker.decode(path, Files.readAllBytes(path.resolve(MARKER)));
        if (found.pageSizeBytes() != pageSizeBytes) {
            throw new ConfigurationException(
                    "pageSizeBytes",
                    "is " + pageSizeBytes + ", but the volume in " + path + " was created with "
                            + found.pageSizeBytes());
        }
        if (found.layout() != layout) {
            throw new ConfigurationException(
                    "segmentLayout",
                    "is " + layout + ", but the volume in " + path + " was created with " + found.layout());
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
            move(draft);
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    /**
     * Counts another disk of a segment, durably, and tells its number.
     *
     * @param least the least number it may have, where another process may have counted disks of that segment
     */
    public synchronized long nextGeneration(SegmentId segment, long least) {
        VolumeMarker next = marker.withNextGeneration(segment, least);
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
