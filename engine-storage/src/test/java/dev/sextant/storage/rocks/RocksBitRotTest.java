package dev.sextant.storage.rocks;

import static dev.sextant.storage.store.StoreFixtures.IDENTITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreVersionException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bits that flip and files that shrink on the disk are found, or do no harm; never is anything wrong or old served. */
class RocksBitRotTest {
    private static final int BATCHES = 60;
    private static final int FLIPS_PER_FILE = 25;

    /** How damage may end. */
    private enum Outcome {
        REFUSED_TO_OPEN,
        FOUND_BY_A_READ,
        HARMLESS
    }

    private RocksTestDisk disk;
    private Path damaged;

    /** Half of the batches in sorted files, half in the log, and no process that closed the store. */
    @BeforeEach
    void fillStore() {
        disk = RocksTestDisk.blank();
        damaged = disk.parent().resolve("damaged");
        try (SegmentStore store = disk.create(IDENTITY)) {
            ChildStore.write(store, 1, BATCHES / 2);
        }
        // Opening moves what it finds in the log into sorted files.
        try (SegmentStore store = disk.open(IDENTITY)) {
            ChildStore.write(store, BATCHES / 2 + 1, BATCHES);
        }
    }

    @AfterEach
    void deleteDisk() {
        disk.close();
    }

    private List<Path> files(String pattern) {
        Path database = disk.directory().resolve("database");
        return DirectoryFixtures.tree(database).stream()
                .filter(path -> path.getFileName().toString().matches(pattern))
                .toList();
    }

    /** What comes of a copy of the store in which that file is damaged so. */
    private Outcome outcome(Path file, Damage damage) throws IOException {
        DirectoryFixtures.copy(disk.directory(), damaged);
        Path target = damaged.resolve(disk.directory().relativize(file).toString());
        try (RandomAccessFile bytes = new RandomAccessFile(target.toFile(), "rw")) {
            damage.apply(bytes);
        }
        try {
            return verified(damaged);
        } finally {
            DirectoryFixtures.delete(damaged);
        }
    }

    private Outcome verified(Path directory) {
        // A cache of its own: copies of a database share the names of their blocks, and thereby what is cached of them.
        try (RocksResources resources = RocksResources.ofBytes(RocksResources.MEMORY_LEAST_BYTES)) {
            return verified(directory, resources);
        }
    }

    private static Outcome verified(Path directory, RocksResources resources) {
        SegmentStore store;
        try {
            store = RocksStore.open(directory, IDENTITY, resources);
        } catch (StoreCorruptException | StoreVersionException e) {
            return Outcome.REFUSED_TO_OPEN;
        }
        try (store) {
            assertEquals(BATCHES, ChildStore.verify(store));
            return Outcome.HARMLESS;
        } catch (StoreCorruptException e) {
            return Outcome.FOUND_BY_A_READ;
        }
    }

    @FunctionalInterface
    private interface Damage {
        void apply(RandomAccessFile bytes) throws IOException;
    }

    private static void flip(RandomAccessFile bytes, long bit) throws IOException {
        bytes.seek(bit / Byte.SIZE);
        int flipped = bytes.read() ^ 1 << bit % Byte.SIZE;
        bytes.seek(bit / Byte.SIZE);
        bytes.write(flipped);
    }

    private Map<Outcome, Integer> outcomesOfFlips(String pattern) throws IOException {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        List<Path> files = files(pattern);
        assertTrue(!files.isEmpty(), "there are files to damage");
        for (Path file : files) {
            Random random = new Random(file.getFileName().toString().hashCode());
            for (int i = 0; i < FLIPS_PER_FILE && Files.size(file) > 0; i++) {
                long bit = (long) (random.nextDouble() * Files.size(file) * Byte.SIZE);
                Outcome outcome = outcome(file, bytes -> flip(bytes, bit));
                outcomes.merge(outcome, 1, Integer::sum);
            }
        }
        return outcomes;
    }

    @Test
    void aFlippedBitInASortedFileIsNeverServed() throws IOException {
        Map<Outcome, Integer> outcomes = outcomesOfFlips(".*\\.sst");

        assertTrue(outcomes.getOrDefault(Outcome.FOUND_BY_A_READ, 0) > 0, outcomes.toString());
    }

    @Test
    void aFlippedBitInTheLogLosesNothingSilently() throws IOException {
        Map<Outcome, Integer> outcomes = outcomesOfFlips(".*\\.log");

        assertTrue(outcomes.getOrDefault(Outcome.REFUSED_TO_OPEN, 0) > 0, outcomes.toString());
        assertEquals(0, outcomes.getOrDefault(Outcome.FOUND_BY_A_READ, 0), outcomes.toString());
    }

    @Test
    void aFlippedBitInTheDescriptionOfTheDatabaseLosesNothingSilently() throws IOException {
        Map<Outcome, Integer> outcomes = outcomesOfFlips("MANIFEST.*|CURRENT|IDENTITY|OPTIONS.*");

        assertTrue(outcomes.getOrDefault(Outcome.REFUSED_TO_OPEN, 0) > 0, outcomes.toString());
    }

    /** The length in a record's header is the bit of rot that looks most like a log that was never finished. */
    @Test
    void aRecordThatSeemsToRunBeyondTheEndOfTheLogIsNotTakenForATornOne() throws IOException {
        int lengthHighByte = 5;
        for (Path log : files(".*\\.log")) {
            if (Files.size(log) > 0) {
                assertEquals(
                        Outcome.REFUSED_TO_OPEN, outcome(log, bytes -> flip(bytes, lengthHighByte * Byte.SIZE + 6)));
            }
        }
    }

    /** As above; of the list of files, RocksDB itself would leave out whatever follows such a record. */
    @Test
    void aRecordThatSeemsToRunBeyondTheEndOfTheListOfFilesIsNotTakenForATornOne() throws IOException {
        Path manifest = files("MANIFEST.*").get(0);
        byte[] bytes = Files.readAllBytes(manifest);
        int records = 0;
        for (int at = 0; at < bytes.length; records++) {
            long lengthsHighByte = at + 5L;
            assertEquals(
                    Outcome.REFUSED_TO_OPEN, outcome(manifest, file -> flip(file, lengthsHighByte * Byte.SIZE + 2)));
            at += 7 + (bytes[at + 4] & 0xff) + ((bytes[at + 5] & 0xff) << Byte.SIZE);
        }
        assertTrue(records > 10, "found " + records + " records");
    }

    /** The end of the list is torn when a process dies while it notes new files; their contents are in the log still. */
    @Test
    void aTornRecordBehindTheListOfFilesIsDropped() throws IOException {
        Path manifest = files("MANIFEST.*").get(0);
        byte[] torn = {1, 2, 3, 4, 100, 0, 1, 9, 9, 9};
        for (int kept = 1; kept <= torn.length; kept++) {
            int keptBytes = kept;
            assertEquals(Outcome.HARMLESS, outcome(manifest, file -> {
                file.seek(file.length());
                file.write(torn, 0, keptBytes);
            }));
        }
    }

    /**
     * RocksDB takes such a list for one whose end was never written, and removes the files that only the end names. Where the records of some
     * families were left and those of others gone, nothing else told of it.
     */
    @Test
    void bugAListOfFilesThatLostItsEndIsRefused() throws IOException {
        Path manifest = files("MANIFEST.*").get(0);
        long size = Files.size(manifest);
        for (long kept = 0; kept < size; kept += 7) {
            long newSize = kept;
            assertEquals(
                    Outcome.REFUSED_TO_OPEN,
                    outcome(manifest, bytes -> bytes.setLength(newSize)),
                    "kept " + kept + " of " + size);
        }
    }

    @Test
    void aLogThatLostItsEndIsRefused() throws IOException {
        for (Path log : files(".*\\.log")) {
            long size = Files.size(log);
            for (long lost = 1; lost <= size; lost += 1 + size / 20) {
                long newSize = size - lost;
                assertEquals(Outcome.REFUSED_TO_OPEN, outcome(log, bytes -> bytes.setLength(newSize)), "lost " + lost);
            }
        }
    }

    @Test
    void aMissingFileIsRefusedOrFound() throws IOException {
        for (Path file : files(".*\\.(sst|log)|MANIFEST.*|CURRENT")) {
            if (Files.size(file) > 0) {
                DirectoryFixtures.copy(disk.directory(), damaged);
                Files.delete(damaged.resolve(disk.directory().relativize(file).toString()));
                assertTrue(verified(damaged) != Outcome.HARMLESS, file + " is not missed");
                DirectoryFixtures.delete(damaged);
            }
        }
    }

    /** A log whose end was never acknowledged is what a power loss leaves; that is no damage. */
    @Test
    void garbageBehindTheLastAcknowledgedBatchIsDropped() throws IOException {
        byte[] garbage = new byte[500];
        new Random(1).nextBytes(garbage);
        List<Path> logs = files(".*\\.log");
        Path last = logs.get(logs.size() - 1);
        Outcome outcome = outcome(last, bytes -> {
            bytes.seek(bytes.length());
            bytes.write(garbage);
        });

        assertEquals(Outcome.HARMLESS, outcome);
    }

    @Test
    void aDamagedStoreStaysRefused() throws IOException {
        DirectoryFixtures.copy(disk.directory(), damaged);
        List<Path> logs = files(".*\\.log");
        Path last = logs.get(logs.size() - 1);
        Path target = damaged.resolve(disk.directory().relativize(last).toString());
        try (RandomAccessFile bytes = new RandomAccessFile(target.toFile(), "rw")) {
            bytes.setLength(bytes.length() / 2);
        }
        for (int i = 0; i < 3; i++) {
            assertThrows(StoreCorruptException.class, () -> RocksStore.open(damaged, IDENTITY, disk.resources()));
        }
    }
}
