package dev.sextant.storage.backup;

import dev.sextant.api.StorageFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Whether the files of backups are as they were, each read once. */
public final class BackupCheck {
    private final BackupDirectory directory;
    private final LongConsumer progress;
    /** What is wrong with a stored file; an empty text if nothing. */
    private final Map<String, String> looked = new TreeMap<>();

    private long bytes;

    /**
     * A check.
     *
     * @param progress told how many bytes were read so far
     */
    public BackupCheck(BackupDirectory directory, LongConsumer progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /** What is wrong with the files of a backup, a sentence each; none if nothing. */
    public List<String> problems(BackupManifest manifest) {
        List<String> problems = new ArrayList<>();
        for (BackupFile file : manifest.files()) {
            String problem = looked.computeIfAbsent(file.storedName(), name -> look(file));
            if (!problem.isEmpty()) {
                problems.add("backup " + manifest.number() + ": " + file.path() + " " + problem);
            }
        }
        return problems;
    }

    private String look(BackupFile file) {
        Path stored = directory.stored(file);
        try {
            if (Files.notExists(stored)) {
                return "is not there";
            }
            if (Files.size(stored) != file.sizeBytes()) {
                return "has " + Files.size(stored) + " bytes instead of " + file.sizeBytes();
            }
            int crc = FileSums.whole(stored);
            bytes += file.sizeBytes();
            progress.accept(bytes);
            return crc == file.crc() ? "" : "does not match its checksum";
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        }
    }

    /** Makes, in an empty directory, links to the files of a backup under the names that they had in the volume. */
    public static void link(BackupDirectory directory, BackupManifest manifest, Path to) {
        try {
            for (BackupFile file : manifest.files()) {
                Path link = to.resolve(file.path());
                Path parent = link.getParent();
                if (parent != null) {
                    Files.createDirectories(parent);
                }
                Files.createSymbolicLink(link, directory.stored(file));
            }
        } catch (IOException e) {
            throw new StorageFailedException(to, e);
        }
    }
}
