package dev.sextant.storage.rocks;

import dev.sextant.storage.store.LockFile;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreLockedException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps a segment's directory to one handle at a time, over all processes of the machine. */
final class DirectoryLock implements AutoCloseable {
    private final Path directory;
    /** Null if there is none to share. */
    private final @Nullable LockFile file;

    private DirectoryLock(Path directory, @Nullable LockFile file) {
        this.directory = directory;
        this.file = file;
    }

    /** Takes the lock of an existing directory or throws {@link StoreLockedException}. */
    static DirectoryLock take(Path directory) {
        return of(directory, LockFile::exclusive);
    }

    /** Keeps those out who write, if the directory has a lock; a copy of a segment may have none. Changes nothing. */
    static DirectoryLock share(Path directory) {
        return of(directory, LockFile::shared);
    }

    @FunctionalInterface
    private interface Taking {
        @Nullable
        LockFile lock(Path file) throws IOException;
    }

    private static DirectoryLock of(Path directory, Taking taking) {
        String place = directory.toString();
        try {
            return new DirectoryLock(directory, taking.lock(directory.resolve(SegmentDirectory.LOCK)));
        } catch (LockFile.HeldException e) {
            throw new StoreLockedException(place, e.holder());
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place, "be locked", e);
        }
    }

    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(directory.toString(), "be unlocked", e);
        }
    }
}
