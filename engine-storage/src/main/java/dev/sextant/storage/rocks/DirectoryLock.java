package dev.sextant.storage.rocks;

import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreLockedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a directory to one handle at a time, over all processes of the machine. The lock goes with the process, however it
 * dies.
 *
 * <p>Handles of this process are told apart by a table, because on many systems a process that opens and closes a locked
 * file a second time gives up its first lock. For the same reason nothing else in the process may open the lock file.
 */
final class DirectoryLock implements AutoCloseable {
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /** Takes the lock of an existing directory or throws {@link StoreLockedException}. */
    static DirectoryLock take(Path directory) {
        String place = directory.toString();
        try {
            Path real = directory.toRealPath();
            if (!HELD_BY_THIS_PROCESS.add(real)) {
                throw new StoreLockedException(place, "another handle of this process");
            }
            boolean taken = false;
            try {
                DirectoryLock lock = new DirectoryLock(real, lockFile(directory));
                taken = true;
                return lock;
            } finally {
                if (!taken) {
                    HELD_BY_THIS_PROCESS.remove(real);
                }
            }
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(place, "be locked", e);
        }
    }

    private static FileChannel lockFile(Path directory) throws IOException {
        Path file = directory.resolve(SegmentDirectory.LOCK);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            throw new StoreLockedException(directory.toString(), "another class loader of this process");
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new StoreLockedException(directory.toString(), "another process");
        }
        return channel;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw StoreFailedException.ioFailed(directory.toString(), "be unlocked", e);
        } finally {
            HELD_BY_THIS_PROCESS.remove(directory);
        }
    }
}
