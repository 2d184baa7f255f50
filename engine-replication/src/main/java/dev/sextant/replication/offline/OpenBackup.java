package dev.sextant.replication.offline;

import dev.sextant.api.SegmentId;
import dev.sextant.api.StorageFailedException;
import dev.sextant.storage.backup.BackupCheck;
import dev.sextant.storage.backup.BackupDirectory;
import dev.sextant.storage.backup.BackupManifest;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A backup, looked at as a volume of the one segment that was copied: through links in a temporary directory, which go when this
 * is closed. Its files are not changed.
 */
final class OpenBackup implements AutoCloseable {
    private final Path links;
    private final OfflineVolume volume;

    private OpenBackup(Path links, OfflineVolume volume) {
        this.links = links;
        this.volume = volume;
    }

    /** Opens it; throws what {@link OfflineVolume#open(Path)} throws. */
    static OpenBackup open(BackupDirectory directory, BackupManifest manifest) {
        Path links = temporary(directory);
        boolean opened = false;
        try {
            BackupCheck.link(directory, manifest, links);
            OfflineVolume volume = OfflineVolume.open(links, segment -> Files.exists(place(links, segment)));
            opened = true;
            return new OpenBackup(links, volume);
        } finally {
            if (!opened) {
                delete(links);
            }
        }
    }

    private static Path place(Path volume, SegmentId segment) {
        return volume.resolve("segment-" + segment.index());
    }

    private static Path temporary(BackupDirectory directory) {
        try {
            return Files.createTempDirectory("sextant-backup-");
        } catch (IOException e) {
            throw new StorageFailedException(directory.path(), e);
        }
    }

    OfflineVolume volume() {
        return volume;
    }

    @Override
    public void close() {
        try {
            volume.close();
        } finally {
            delete(links);
        }
    }

    /** Removes links, and not what they lead to. */
    private static void delete(Path links) {
        try {
            Files.walkFileTree(links, new SimpleFileVisitor<Path>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    if (failure != null) {
                        throw failure;
                    }
                    Files.delete(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new StorageFailedException(links, e);
        }
    }
}
