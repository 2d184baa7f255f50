package dev.sextant.storage.rocks;

import static dev.sextant.storage.store.StoreFixtures.IDENTITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreCorruptException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A loss of power takes the end of the log, from anywhere behind the last sync. What is left is a prefix, and is opened. */
class RocksPowerLossTest {
    private static final int SYNCED = 20;
    private static final int WRITTEN = 30;
    private static final int CUTS = 60;

    private RocksTestDisk disk;
    private Path copy;
    private long syncedLogBytes;

    /** Twenty batches that are synced, then ten that are not, in a store that nobody closed. */
    @BeforeEach
    void copyOfALivingStore() throws IOException {
        disk = RocksTestDisk.blank();
        copy = disk.parent().resolve("copy");
        try (SegmentStore store = disk.create(IDENTITY)) {
            ChildStore.write(store, 1, SYNCED);
            syncedLogBytes = Files.size(lastLog(disk.directory()));
            ChildStore.write(store, SYNCED + 1, WRITTEN, Durability.UNSYNCED);
            DirectoryFixtures.copy(disk.directory(), copy);
        }
    }

    @AfterEach
    void deleteDisk() {
        disk.close();
    }

    private static Path lastLog(Path directory) {
        return DirectoryFixtures.tree(directory).stream()
                .filter(path -> path.toString().endsWith(".log"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    /** A copy of the copy, as it is if the power was lost when the log had that many bytes. */
    private Path cutTo(long logBytes) throws IOException {
        Path cut = disk.parent().resolve("cut");
        DirectoryFixtures.copy(copy, cut);
        try (RandomAccessFile log = new RandomAccessFile(lastLog(cut).toFile(), "rw")) {
            log.setLength(logBytes);
        }
        return cut;
    }

    @Test
    void syncsTheLogAtEverySyncedWriteAndAtNoOther() {
        try (RocksResources counting = RocksResources.counting();
                SegmentStore store = RocksStore.create(disk.parent().resolve("counted"), IDENTITY, counting)) {
            long before = counting.logSyncs();
            ChildStore.write(store, 1, 10);
            assertEquals(before + 10, counting.logSyncs());
            ChildStore.write(store, 11, 30, Durability.UNSYNCED);
            assertEquals(before + 10, counting.logSyncs());
            ChildStore.write(store, 31, 31);
            assertEquals(before + 11, counting.logSyncs());
        }
    }

    @Test
    void keepsAPrefixWithAllThatWasSynced() throws IOException {
        long wholeLogBytes = Files.size(lastLog(copy));
        int leastFound = WRITTEN;
        for (int i = 0; i <= CUTS; i++) {
            Path cut = cutTo(syncedLogBytes + (wholeLogBytes - syncedLogBytes) * i / CUTS);
            try (SegmentStore store = RocksStore.open(cut, IDENTITY, disk.resources())) {
                int found = ChildStore.verify(store);
                assertTrue(found >= SYNCED && found <= WRITTEN, found + " batches are found");
                assertTrue(i < CUTS || found == WRITTEN, "a whole log loses nothing");
                leastFound = Math.min(leastFound, found);
                ChildStore.write(store, found + 1, found + 2);
                assertEquals(found + 2, ChildStore.verify(store));
            }
            DirectoryFixtures.delete(cut);
        }
        assertEquals(SYNCED, leastFound);
    }

    @Test
    void refusesALogThatLostWhatWasSynced() throws IOException {
        for (int i = 0; i < CUTS; i++) {
            Path cut = cutTo(syncedLogBytes * i / CUTS);
            assertThrows(StoreCorruptException.class, () -> RocksStore.open(cut, IDENTITY, disk.resources()));
            DirectoryFixtures.delete(cut);
        }
    }
}
