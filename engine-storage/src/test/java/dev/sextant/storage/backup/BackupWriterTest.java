package dev.sextant.storage.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.DirectoryVersionException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.StorageFailedException;
import dev.sextant.api.WriterId;
import dev.sextant.storage.store.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How files come into a directory of backups, which are copied, and what is left of a backup that was cut short. */
class BackupWriterTest {
    private static final UUID VOLUME = UUID.fromString("01234567-89ab-cdef-0123-456789abcdef");
    private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
    private static final ReadPoint POINT = ReadPoint.ZERO.with(new WriterId(1), 9, new long[] {4, 7});

    @TempDir
    Path folder;

    private Path source;

    @BeforeEach
    void createSource() throws IOException {
        source = Files.createDirectory(folder.resolve("source"));
    }

    private Path path() {
        return folder.resolve("backups");
    }

    private Path file(String name, String content) {
        try {
            return Files.writeString(source.resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private BackupDirectory writing() {
        return BackupDirectory.forWriting(path(), VOLUME);
    }

    /** Makes a backup of one file that never changes and one that may; returns how many were copied. */
    private long backup(String sorted, String list) {
        try (BackupDirectory directory = writing()) {
            BackupWriter writer = new BackupWriter(directory, VOLUME);
            writer.add("segment-1/database/000007.sst", 0, file("000007.sst", sorted), true);
            writer.add("segment-1/database/CURRENT", 0, file("CURRENT", list), false);
            writer.complete(CREATED, POINT);
            return writer.copiedFiles();
        }
    }

    private List<BackupManifest> manifests() {
        try (BackupDirectory directory = BackupDirectory.forReading(path())) {
            return directory.manifests();
        }
    }

    private Set<String> stored() throws IOException {
        return DurableFiles.names(path().resolve("files"));
    }

    private List<String> problems(int index) {
        try (BackupDirectory directory = BackupDirectory.forReading(path())) {
            return new BackupCheck(directory, bytes -> {})
                    .problems(directory.manifests().get(index));
        }
    }

    @Test
    void aBackupIsWhatItsListSays() {
        assertEquals(2, backup("rows", "list"));
        BackupManifest manifest = manifests().get(0);
        assertEquals(1, manifest.number());
        assertEquals(VOLUME, manifest.volume());
        assertEquals(CREATED, manifest.created());
        assertEquals(POINT, manifest.point());
        assertEquals(8, manifest.sizeBytes());
        assertEquals("segment-1/database/000007.sst", manifest.files().get(0).path());
        assertEquals(List.of(), problems(0));
    }

    @Test
    void onlyWhatIsNewIsCopied() throws IOException {
        backup("rows", "list");
        assertEquals(0, backup("rows", "list"), "nothing changed");
        assertEquals(2, stored().size());
        assertEquals(1, backup("rows", "another list"));
        assertEquals(3, stored().size());
        assertEquals(
                List.of(1, 2, 3),
                manifests().stream().map(BackupManifest::number).toList());
        assertEquals(List.of(), problems(0));
        assertEquals(List.of(), problems(2));
    }

    /** A name and size that come again with another content, as a disk that was put back by hand could have. */
    @Test
    void aFileOfTheSameNameAndSizeWithAnotherContentIsCopied() throws IOException {
        backup("rows", "list");
        assertEquals(1, backup("cows", "list"));
        assertEquals(3, stored().size());
        assertEquals(List.of(), problems(0));
        assertEquals(List.of(), problems(1));
    }

    @Test
    void aStoredFileThatWasCutIsCopiedAgain() throws IOException {
        backup("rows", "list");
        for (String name : stored()) {
            Files.writeString(path().resolve("files").resolve(name), "r");
        }
        assertEquals(2, problems(0).size());
        assertEquals(2, backup("rows", "list"));
        assertEquals(List.of(), problems(0));
    }

    @Test
    void aBackupThatWasCutShortIsNoneAndTheNextOneUsesWhatItCopied() throws IOException {
        try (BackupDirectory directory = writing()) {
            BackupWriter writer = new BackupWriter(directory, VOLUME);
            writer.add("segment-1/database/CURRENT", 0, file("CURRENT", "list"), false);
            writer.add("segment-1/database/OPTIONS", 0, file("OPTIONS", "options"), false);
        }
        Files.writeString(path().resolve("files").resolve("copying.part"), "half");
        Files.writeString(path().resolve("backup-000001.part"), "half");
        assertEquals(List.of(), manifests());

        assertEquals(1, backup("rows", "list"), "CURRENT is there already");
        assertEquals(1, manifests().size());
        assertEquals(2, stored().size(), "what no list names is gone");
        assertFalse(Files.exists(path().resolve("backup-000001.part")));
    }

    @Test
    void aBackupIsDeletedByDeletingItsList() throws IOException {
        backup("rows", "list");
        backup("rows", "another list");
        Files.delete(path().resolve("backup-000001"));
        backup("rows", "another list");
        assertEquals(
                List.of(2, 3), manifests().stream().map(BackupManifest::number).toList());
        assertEquals(2, stored().size());
        assertEquals(List.of(), problems(0));
    }

    @Test
    void damageIsTold() throws IOException {
        backup("rows", "list");
        Path sorted = path().resolve("files")
                .resolve(stored().stream()
                        .filter(name -> name.contains(".sst."))
                        .findFirst()
                        .orElseThrow());
        Files.writeString(sorted, "rowz");
        assertEquals(List.of("backup 1: segment-1/database/000007.sst does not match its checksum"), problems(0));
        Files.writeString(sorted, "row");
        assertEquals(List.of("backup 1: segment-1/database/000007.sst has 3 bytes instead of 4"), problems(0));
        Files.delete(sorted);
        assertEquals(List.of("backup 1: segment-1/database/000007.sst is not there"), problems(0));
    }

    /** Wherever a list is damaged, it is refused, and never read as another one. */
    @Test
    void aDamagedListIsRefused() throws IOException {
        backup("rows", "list");
        Path list = path().resolve("backup-000001");
        byte[] whole = Files.readAllBytes(list);
        for (int i = "sextant-backup format 1".length(); i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(list, damaged);
            assertThrows(StorageFailedException.class, this::manifests, "damaged at " + i);
        }
        Files.writeString(list, new String(whole, StandardCharsets.UTF_8).replace("format 1", "format 2"));
        assertEquals(
                "2",
                assertThrows(DirectoryVersionException.class, this::manifests).found());
    }

    @Test
    void whatIsNotOursIsLeftAlone() throws IOException {
        Files.createDirectory(path());
        Files.writeString(path().resolve("diary"), "dear");
        assertThrows(ForeignDirectoryException.class, this::writing);
        assertThrows(ForeignDirectoryException.class, this::manifests);
        assertEquals(Set.of("diary"), DurableFiles.names(path()));
    }

    @Test
    void backupsOfAnotherVolumeAreNotMixedIn() {
        backup("rows", "list");
        UUID other = new UUID(1, 2);
        ForeignDirectoryException refusal =
                assertThrows(ForeignDirectoryException.class, () -> BackupDirectory.forWriting(path(), other));
        assertTrue(refusal.getMessage().contains("backups of another volume"));
        assertEquals(0, backup("rows", "list"), "and the lock is free again");
    }

    @Test
    void oneAtATimeAddsABackup() {
        try (BackupDirectory directory = writing()) {
            assertThrows(DirectoryInUseException.class, this::writing);
            assertEquals(List.of(), directory.manifests());
        }
    }

    @Test
    void aListCannotNameAFileElsewhere() {
        assertThrows(IllegalArgumentException.class, () -> new BackupFile("../x", 0, 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new BackupFile("/x", 0, 1, 1, 1));
    }
}
