package dev.sextant.storage.backup;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.StorageFailedException;
import dev.sextant.storage.store.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Makes one backup: takes files, those that are stored already by their name alone, and writes the list of them last. Until then
 * there is no backup; what was taken stays for the next try. Used once, by one thread.
 */
public final class BackupWriter {
    private final BackupDirectory directory;
    private final UUID volume;
    private final int number;
    /** What is stored, by path, generation and size. */
    private final Map<String, BackupFile> known = new TreeMap<>();

    private final List<BackupFile> files = new ArrayList<>();
    private long copiedFiles;
    private long copiedBytes;

    /** Begins the next backup of a directory that is open for writing, and removes what one before left unfinished. */
    public BackupWriter(BackupDirectory directory, UUID volume) {
        this.directory = directory;
        this.volume = volume;
        int last = 0;
        for (BackupManifest manifest : directory.manifests()) {
            last = Math.max(last, manifest.number());
            manifest.files()
                    .forEach(file -> known.put(identity(file.path(), file.generation(), file.sizeBytes()), file));
        }
        number = last + 1;
        working(() -> {
            removeParts(directory.files());
            removeParts(directory.path());
        });
    }

    private static void removeParts(Path in) throws IOException {
        for (String name : DurableFiles.names(in)) {
            if (name.endsWith(BackupDirectory.PART)) {
                Files.delete(in.resolve(name));
            }
        }
    }

    private static String identity(String path, long generation, long sizeBytes) {
        return path + " " + generation + " " + sizeBytes;
    }

    /** How many files were not stored already. */
    public long copiedFiles() {
        return copiedFiles;
    }

    /** What they have together. */
    public long copiedBytes() {
        return copiedBytes;
    }

    /**
     * Takes a file that nobody changes meanwhile.
     *
     * @param path where it belongs below the volume's directory
     * @param generation the number of the segment's disk that it is from
     * @param immutable whether a file of that path, generation and size never has another content
     */
    public void add(String path, long generation, Path source, boolean immutable) {
        working(() -> {
            long sizeBytes = Files.size(source);
            BackupFile stored = immutable ? known.get(identity(path, generation, sizeBytes)) : null;
            if (stored == null || !isStored(stored) || stored.tailCrc() != FileSums.tail(source)) {
                stored = copy(path, generation, source);
            }
            files.add(stored);
        });
    }

    private boolean isStored(BackupFile file) throws IOException {
        Path stored = directory.stored(file);
        return Files.exists(stored) && Files.size(stored) == file.sizeBytes();
    }

    private BackupFile copy(String path, long generation, Path source) throws IOException {
        Path part = directory.files().resolve("copying" + BackupDirectory.PART);
        Files.copy(source, part, StandardCopyOption.REPLACE_EXISTING);
        // What was read the first time may not be what was written: the sum is of what lies there now.
        BackupFile file = new BackupFile(path, generation, Files.size(part), FileSums.whole(part), FileSums.tail(part));
        Path stored = directory.stored(file);
        if (Files.exists(stored) && FileSums.whole(stored) == file.crc()) {
            Files.delete(part);
            return file;
        }
        DurableFiles.syncFile(part);
        Files.move(part, stored, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        copiedFiles++;
        copiedBytes += file.sizeBytes();
        return file;
    }

    /** All files are taken: from now on there is a backup. */
    public BackupManifest complete(Instant created, ReadPoint point) {
        BackupManifest manifest = new BackupManifest(volume, number, created, point, files);
        working(() -> {
            DurableFiles.syncDirectory(directory.files());
            Path target = directory.manifest(number);
            Path part = target.resolveSibling(target.getFileName() + BackupDirectory.PART);
            DurableFiles.writeNew(part, manifest.encode());
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(directory.path());
            removeUnnamed();
        });
        return manifest;
    }

    /** Files that no list names: of backups that were deleted or never completed. */
    private void removeUnnamed() throws IOException {
        Set<String> named = new TreeSet<>();
        for (BackupManifest manifest : directory.manifests()) {
            manifest.files().forEach(file -> named.add(file.storedName()));
        }
        for (String name : DurableFiles.names(directory.files())) {
            if (!named.contains(name)) {
                Files.delete(directory.files().resolve(name));
            }
        }
    }

    // ---- files -----------------------------------------------------------------------------------------------------

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private void working(Work work) {
        try {
            work.run();
        } catch (IOException e) {
            throw new StorageFailedException(directory.path(), e);
        }
    }
}
