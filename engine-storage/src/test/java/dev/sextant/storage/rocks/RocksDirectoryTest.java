package dev.sextant.storage.rocks;

import static dev.sextant.storage.store.ColumnFamily.META;
import static dev.sextant.storage.store.StoreFixtures.IDENTITY;
import static dev.sextant.storage.store.StoreFixtures.entries;
import static dev.sextant.storage.store.StoreFixtures.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.storage.store.ForeignDirectoryException;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreIncompleteException;
import dev.sextant.storage.store.StoreLockedException;
import dev.sextant.storage.store.StoreVersionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused at the door, without a trace, and what is recognised as a beginning that was cut short. */
class RocksDirectoryTest {
    private RocksTestDisk disk;
    private Path directory;
    private Path marker;
    private Path draft;
    private Path witness;
    private Path database;

    @BeforeEach
    void createDisk() {
        disk = RocksTestDisk.blank();
        directory = disk.directory();
        marker = directory.resolve("SEXTANT-SEGMENT");
        draft = directory.resolve("SEXTANT-SEGMENT.new");
        witness = directory.resolve("SEXTANT-SEGMENT.acknowledged");
        database = directory.resolve("database");
    }

    @AfterEach
    void deleteDisk() {
        disk.close();
    }

    private void createWithOneEntry() {
        try (SegmentStore store = disk.create(IDENTITY)) {
            store.write(put(META, "01", "one"));
        }
    }

    private void assertOpens(String... metaEntries) {
        try (SegmentStore store = disk.open(IDENTITY)) {
            assertEquals(List.of(metaEntries), entries(store, META));
        }
    }

    /** Neither opening nor creating nor destroying goes ahead, and none leaves a trace. */
    private void assertRefusedUntouched(
            Class<? extends StoreException> opening, Class<? extends StoreException> creating) {
        Map<String, String> before = DirectoryFixtures.snapshot(disk.parent());
        assertThrows(opening, () -> disk.open(IDENTITY));
        assertThrows(creating, () -> disk.create(IDENTITY));
        assertEquals(before, DirectoryFixtures.snapshot(disk.parent()));
    }

    // ---- what is not ours -----------------------------------------------------------------------------------------

    @Test
    void opensNothingInAnAbsentDirectoryAndMakesNone() {
        assertThrows(ForeignDirectoryException.class, () -> disk.open(IDENTITY));

        assertEquals(List.of(disk.parent()), DirectoryFixtures.tree(disk.parent()));
    }

    @Test
    void createsInAnEmptyDirectory() throws IOException {
        Files.createDirectories(directory);
        createWithOneEntry();

        assertOpens("01=one");
    }

    @Test
    void leavesADirectoryWithOtherFilesAlone() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("thesis.txt"), "ten years of work");

        assertRefusedUntouched(ForeignDirectoryException.class, ForeignDirectoryException.class);
        assertThrows(ForeignDirectoryException.class, () -> RocksStore.destroy(directory));
        assertTrue(Files.exists(directory.resolve("thesis.txt")));
    }

    @Test
    void leavesADatabaseOfSomebodyElseAlone() throws IOException {
        createWithOneEntry();
        Files.delete(marker);

        assertRefusedUntouched(ForeignDirectoryException.class, ForeignDirectoryException.class);
        assertThrows(ForeignDirectoryException.class, () -> RocksStore.destroy(directory));
        assertTrue(Files.isDirectory(database));
    }

    @Test
    void leavesAFileAlone() throws IOException {
        Files.createDirectories(directory.getParent());
        Files.writeString(directory, "not a directory");

        assertRefusedUntouched(ForeignDirectoryException.class, ForeignDirectoryException.class);
        assertThrows(ForeignDirectoryException.class, () -> RocksStore.destroy(directory));
    }

    @Test
    void leavesAnotherSegmentAlone() {
        createWithOneEntry();
        Map<String, String> before = DirectoryFixtures.snapshot(disk.parent());
        StoreIdentity other = StoreIdentity.of(new UUID(7, 7), IDENTITY.segment());
        assertThrows(ForeignDirectoryException.class, () -> disk.open(other));

        assertEquals(before, DirectoryFixtures.snapshot(disk.parent()));
        assertOpens("01=one");
    }

    @Test
    void leavesANewerFormatAlone() throws IOException {
        createWithOneEntry();
        Files.writeString(marker, "sextant-segment format 3\nwhatever that format says here\n");

        assertRefusedUntouched(StoreVersionException.class, ForeignDirectoryException.class);
        StoreVersionException refusal = assertThrows(StoreVersionException.class, () -> disk.open(IDENTITY));
        assertEquals(3, refusal.foundFormatVersion());
    }

    @Test
    void leavesAStoreInUseAlone() {
        try (SegmentStore store = disk.create(IDENTITY)) {
            store.write(put(META, "01", "one"));
            assertRefusedUntouched(StoreLockedException.class, ForeignDirectoryException.class);
            assertThrows(StoreLockedException.class, () -> RocksStore.destroy(directory));
            store.write(put(META, "02", "two"));
        }
        assertOpens("01=one", "02=two");
    }

    @Test
    void findsTheSameStoreInUseByAnotherNameOfItsDirectory() throws IOException {
        try (SegmentStore store = disk.create(IDENTITY)) {
            Path link = Files.createSymbolicLink(disk.parent().resolve("link"), directory);
            assertThrows(StoreLockedException.class, () -> RocksStore.open(link, IDENTITY, disk.resources()));
            store.write(put(META, "01", "one"));
        }
        assertOpens("01=one");
    }

    // ---- what is ours, but damaged --------------------------------------------------------------------------------

    @Test
    void findsEveryFlippedBitOfTheMarker() throws IOException {
        createWithOneEntry();
        byte[] whole = Files.readAllBytes(marker);
        for (int bit = 0; bit < whole.length * Byte.SIZE; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            Files.write(marker, damaged);
            assertThrows(StoreException.class, () -> disk.open(IDENTITY), "bit " + bit);
        }
        Files.write(marker, whole);
        assertOpens("01=one");
    }

    @Test
    void findsADatabaseThatWasMovedHereFromElsewhere() throws IOException {
        createWithOneEntry();
        try (RocksTestDisk other = RocksTestDisk.blank()) {
            other.create(StoreIdentity.of(new UUID(7, 7), IDENTITY.segment())).close();
            DirectoryFixtures.delete(database);
            DirectoryFixtures.copy(other.directory().resolve("database"), database);
        }
        assertThrows(ForeignDirectoryException.class, () -> disk.open(IDENTITY));
        assertThrows(ForeignDirectoryException.class, () -> disk.open(IDENTITY));
    }

    @Test
    void findsADatabaseThatIsOlderThanItsAcknowledgements() throws IOException {
        createWithOneEntry();
        Path older = disk.parent().resolve("older");
        DirectoryFixtures.copy(database, older);
        try (SegmentStore store = disk.open(IDENTITY)) {
            store.write(put(META, "02", "two"));
        }
        DirectoryFixtures.delete(database);
        DirectoryFixtures.copy(older, database);

        StoreCorruptException found = assertThrows(StoreCorruptException.class, () -> disk.open(IDENTITY));
        assertTrue(found.getMessage().contains("list of files"), found.getMessage());
        assertThrows(StoreCorruptException.class, () -> disk.open(IDENTITY));
    }

    @Test
    void findsThatPartsAreMissing() throws IOException {
        createWithOneEntry();
        byte[] acknowledged = Files.readAllBytes(witness);
        Files.delete(witness);
        assertThrows(StoreCorruptException.class, () -> disk.open(IDENTITY));
        Files.write(witness, new byte[0]);
        assertThrows(StoreCorruptException.class, () -> disk.open(IDENTITY));
        Files.write(witness, acknowledged);
        DirectoryFixtures.delete(database);
        assertThrows(StoreCorruptException.class, () -> disk.open(IDENTITY));

        assertFalse(Files.exists(database));
    }

    @Test
    void opensWithOneDamagedAcknowledgementBecauseThereAreTwo() throws IOException {
        createWithOneEntry();
        byte[] acknowledged = Files.readAllBytes(witness);
        acknowledged[3] ^= 1;
        Files.write(witness, acknowledged);
        assertOpens("01=one");
    }

    // ---- creation cut short ---------------------------------------------------------------------------------------

    /** It is not opened, and creating goes over it. */
    private void assertHalfCreated() {
        Map<String, String> before = DirectoryFixtures.snapshot(disk.parent());
        assertThrows(StoreIncompleteException.class, () -> disk.open(IDENTITY));
        assertEquals(before, DirectoryFixtures.snapshot(disk.parent()));

        disk.create(IDENTITY).close();
        assertOpens();
        assertFalse(Files.exists(draft));
    }

    @Test
    void startsAgainAfterALockAlone() throws IOException {
        Files.createDirectories(directory);
        Files.createFile(directory.resolve("SEXTANT-SEGMENT.lock"));
        assertThrows(ForeignDirectoryException.class, () -> disk.open(IDENTITY));
        createWithOneEntry();

        assertOpens("01=one");
    }

    @Test
    void startsAgainAfterATornDraft() throws IOException {
        Files.createDirectories(directory);
        Files.write(draft, "sextant-seg".getBytes(StandardCharsets.US_ASCII));

        assertHalfCreated();
    }

    @Test
    void startsAgainAfterEverythingButTheLastStep() throws IOException {
        createWithOneEntry();
        Files.move(marker, draft);

        assertHalfCreated();
    }

    @Test
    void startsAgainAfterHalfADatabase() throws IOException {
        createWithOneEntry();
        Files.move(marker, draft);
        Files.delete(database.resolve("CURRENT"));

        assertHalfCreated();
    }

    // ---- destruction ----------------------------------------------------------------------------------------------

    @Test
    void destroysAStoreWithItsDirectory() {
        createWithOneEntry();
        RocksStore.destroy(directory);
        assertFalse(Files.exists(directory));
        RocksStore.destroy(directory);

        createWithOneEntry();
        assertOpens("01=one");
    }

    @Test
    void aDestructionCutShortLeavesWhatCanBeCreatedOver() throws IOException {
        createWithOneEntry();
        Files.move(marker, draft);
        DirectoryFixtures.delete(database);

        assertHalfCreated();
    }
}
