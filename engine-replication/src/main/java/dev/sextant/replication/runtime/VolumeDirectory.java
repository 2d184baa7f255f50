package dev.sextant.replication.runtime;

import dev.sextant.api.ConfigurationException;
import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.StorageFailedException;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The directory of a volume, locked: its marker and where its segments are.
 *
 * <p>A directory is a <b>volume</b> if it has the marker, the last thing its creation writes. It is <b>half created</b> if it
 * has the draft of one instead, the first thing that creation writes: nothing was ever acknowledged from it, so its contents
 * may be replaced. Anything else but an empty or absent directory is somebody else's, and not touched; a lock alone is ours.
 *
 * <p>Thread safety: any thread.
 */
final class VolumeDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String MARKER = "SEXTANT";
    private static final String DRAFT = "SEXTANT.new";
    private static final String UPDATE = "SEXTANT.update";

    /** Told apart by a table, for a process that opens a locked file again may lose its first lock. */
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final Path real;
    private final FileChannel lock;
    private final boolean isNew;
    /** Guarded by this. */
    private VolumeMarker marker;

    private VolumeDirectory(Path path, Path real, FileChannel lock, VolumeMarker marker, boolean isNew) {
        this.path = path;
        this.real = real;
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
    static VolumeDirectory open(Path directory, int pageSizeBytes) {
        Path path = directory.toAbsolutePath();
        try {
            if (state(path) == State.VOLUME) {
                verify(path, pageSizeBytes);
            }
            makeDurably(path);
            Path real = path.toRealPath();
            if (!HELD_BY_THIS_PROCESS.add(real)) {
                throw new DirectoryInUseException(path);
            }
            boolean opened = false;
            try {
                VolumeDirectory volume = openLocked(path, real, pageSizeBytes);
                opened = true;
                return volume;
            } finally {
                if (!opened) {
                    HELD_BY_THIS_PROCESS.remove(real);
                }
            }
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    private static VolumeDirectory openLocked(Path path, Path real, int pageSizeBytes) throws IOException {
        FileChannel lock = lock(path);
        boolean opened = false;
        try {
            // Looked at again, for it may have changed before the lock was held.
            boolean isNew = state(path) != State.VOLUME;
            VolumeMarker marker =
                    isNew ? VolumeMarker.fresh(UUID.randomUUID(), pageSizeBytes) : verify(path, pageSizeBytes);
            if (isNew) {
                writeDurably(path.resolve(DRAFT), marker.encode());
                syncDirectory(path);
            }
            opened = true;
            return new VolumeDirectory(path, real, lock, marker, isNew);
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
        Set<String> names = names(path);
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

    private static Set<String> names(Path path) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> entries = Files.list(path)) {
            entries.forEach(entry -> names.add(String.valueOf(entry.getFileName())));
        }
        return names;
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

    private static FileChannel lock(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException heldInThisProcess) {
            throw new DirectoryInUseException(path);
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new DirectoryInUseException(path);
        }
        return channel;
    }

    // ---- the volume ------------------------------------------------------------------------------------------------

    Path path() {
        return path;
    }

    Path segment(SegmentId segment) {
        return path.resolve(name(segment));
    }

    private static String name(SegmentId segment) {
        return "segment-" + segment.index();
    }

    synchronized VolumeMarker marker() {
        return marker;
    }

    /** Whether it has just been begun, so that its segments are to be created. */
    boolean isNew() {
        return isNew;
    }

    /** Its segments are created: from now on it is a volume. */
    synchronized void complete() {
        try {
            syncDirectory(path);
            move(DRAFT);
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    /** Counts another disk of a segment, durably, and tells its number. */
    synchronized long nextGeneration(SegmentId segment) {
        VolumeMarker next = marker.withNextGeneration(segment);
        try {
            writeDurably(path.resolve(UPDATE), next.encode());
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
        syncDirectory(path);
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        } finally {
            HELD_BY_THIS_PROCESS.remove(real);
        }
    }

    // ---- files -----------------------------------------------------------------------------------------------------

    private static void makeDurably(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            makeDurably(parent);
        }
        Files.createDirectories(directory);
        if (parent != null) {
            syncDirectory(parent);
        }
    }

    private static void writeDurably(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    /** Makes names created, moved or removed in the directory durable. Windows cannot, and does it by itself. */
    private static void syncDirectory(Path directory) throws IOException {
        if (File.separatorChar == '/') {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
