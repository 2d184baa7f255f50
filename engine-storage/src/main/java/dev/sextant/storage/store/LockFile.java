package dev.sextant.storage.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A locked file that keeps a directory to one user, over all processes of the machine. The lock goes with the process, however
 * it dies. One who only reads shares it with other processes that only read.
 *
 * <p>Users within this process are told apart by a table, because on many systems a process that opens and closes a locked
 * file a second time gives up its first lock. For the same reason nothing else in the process may open the file.
 */
public final class LockFile implements AutoCloseable {
    private static final Set<Path> HELD_BY_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private LockFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Somebody else has the file locked. */
    public static final class HeldException extends IOException {
        private static final long serialVersionUID = 1L;

        private final String holder;

        private HeldException(Path file, String holder) {
            super(file + " is locked by " + holder);
            this.holder = holder;
        }

        /** Who has it, as far as can be known. */
        public String holder() {
            return holder;
        }
    }

    /** Locks the file, which is made if it is not there; its directory must be. */
    public static LockFile exclusive(Path file) throws IOException {
        return take(file, false, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    /** Locks an existing file against those who write, and changes nothing, not even on a disk that is read-only; null if it is not there. */
    public static @Nullable LockFile shared(Path file) throws IOException {
        return Files.exists(file) ? take(file, true, StandardOpenOption.READ) : null;
    }

    private static LockFile take(Path file, boolean shared, OpenOption... options) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Path real = parent == null ? file : parent.toRealPath().resolve(file.getFileName());
        if (!HELD_BY_THIS_PROCESS.add(real)) {
            throw new HeldException(file, "another handle of this process");
        }
        boolean taken = false;
        try {
            LockFile lock = new LockFile(real, locked(file, shared, options));
            taken = true;
            return lock;
        } finally {
            if (!taken) {
                HELD_BY_THIS_PROCESS.remove(real);
            }
        }
    }

    private static FileChannel locked(Path file, boolean shared, OpenOption... options) throws IOException {
        FileChannel channel = FileChannel.open(file, options);
        boolean locked = false;
        try {
            FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
            locked = lock != null;
        } catch (OverlappingFileLockException e) {
            throw new HeldException(file, "another class loader of this process");
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        if (!locked) {
            throw new HeldException(file, "another process");
        }
        return channel;
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            HELD_BY_THIS_PROCESS.remove(file);
        }
    }
}
