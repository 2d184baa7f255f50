package dev.sextant.storage.backup;

import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.StorageFailedException;
import dev.sextant.storage.store.DurableFiles;
import dev.sextant.storage.store.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one volume's backups, locked.
 *
 * <pre>
 *   SEXTANT-BACKUP.lock     locked by who adds a backup, shared by who reads
 *   backup-000001           the list of files of a backup; the last thing that making it writes
 *   files/                  the files of all backups, each under a name that says where it is from and what is in it
 * </pre>
 *
 * <p>What ends in {@code .part} was not finished and is removed by the next backup. A file that no list names is left over from
 * a backup that was cut short: the next one uses it if it needs it, and removes it otherwise. A backup is deleted by deleting
 * its list.
 */
public final class BackupDirectory implements AutoCloseable {
    static final String PART = ".part";
    private static final String LOCK = "SEXTANT-BACKUP.lock";
    private static final String FILES = "files";
    private static final Pattern MANIFEST = Pattern.compile("backup-[0-9]{6,9}");

    private final Path path;
    private final @Nullable LockFile lock;

    private BackupDirectory(Path path, @Nullable LockFile lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Opens it to add a backup; it may be absent or empty. Throws if there are backups of another volume. */
    public static BackupDirectory forWriting(Path directory, UUID volume) {
        Path path = directory.toAbsolutePath();
        BackupDirectory opened = opening(path, () -> {
            requireOurs(path);
            Files.createDirectories(path.resolve(FILES));
            return new BackupDirectory(path, LockFile.exclusive(path.resolve(LOCK)));
        });
        boolean usable = false;
        try {
            for (BackupManifest each : opened.manifests()) {
                if (!each.volume().equals(volume)) {
                    throw new ForeignDirectoryException(path, "it has backups of another volume, " + each.volume());
                }
            }
            usable = true;
            return opened;
        } finally {
            if (!usable) {
                opened.close();
            }
        }
    }

    /** Opens it to look at it; nothing is changed. */
    public static BackupDirectory forReading(Path directory) {
        Path path = directory.toAbsolutePath();
        return opening(path, () -> {
            if (!isBackup(path)) {
                throw new ForeignDirectoryException(path, "it has no backups");
            }
            return new BackupDirectory(path, LockFile.shared(path.resolve(LOCK)));
        });
    }

    /** Whether somebody has begun to make backups there. */
    public static boolean isBackup(Path directory) {
        return Files.isDirectory(directory.resolve(FILES)) && Files.exists(directory.resolve(LOCK));
    }

    @FunctionalInterface
    private interface Opening {
        BackupDirectory open() throws IOException;
    }

    private static BackupDirectory opening(Path path, Opening opening) {
        try {
            return opening.open();
        } catch (LockFile.HeldException e) {
            throw new DirectoryInUseException(path);
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
    }

    private static void requireOurs(Path path) throws IOException {
        if (Files.notExists(path)) {
            return;
        }
        if (!Files.isDirectory(path)) {
            throw new ForeignDirectoryException(path, "it is a file");
        }
        Set<String> names = DurableFiles.names(path);
        names.removeIf(name -> name.equals(LOCK)
                || name.equals(FILES)
                || MANIFEST.matcher(name.replace(PART, "")).matches());
        if (!names.isEmpty()) {
            throw new ForeignDirectoryException(path, "it has other files in it than backups: " + names);
        }
    }

    /** The backups, oldest first; throws if one's list is damaged or of another format. */
    public List<BackupManifest> manifests() {
        List<BackupManifest> manifests = new ArrayList<>();
        try {
            for (String name : DurableFiles.names(path)) {
                if (MANIFEST.matcher(name).matches()) {
                    Path file = path.resolve(name);
                    manifests.add(BackupManifest.decode(file, Files.readAllBytes(file)));
                }
            }
        } catch (IOException e) {
            throw new StorageFailedException(path, e);
        }
        manifests.sort(Comparator.comparingInt(BackupManifest::number));
        return manifests;
    }

    /** Where a file is stored. */
    public Path stored(BackupFile file) {
        return files().resolve(file.storedName());
    }

    Path files() {
        return path.resolve(FILES);
    }

    Path manifest(int number) {
        return path.resolve(String.format(Locale.ROOT, "backup-%06d", number));
    }

    /** Where it is. */
    public Path path() {
        return path;
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
