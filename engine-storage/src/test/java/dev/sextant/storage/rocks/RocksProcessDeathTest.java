package dev.sextant.storage.rocks;

import static dev.sextant.storage.store.StoreFixtures.IDENTITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreLockedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What other processes do to a store and its directory, and what is left when they die. */
class RocksProcessDeathTest {
    private RocksTestDisk disk;

    @BeforeEach
    void createStore() {
        disk = RocksTestDisk.blank();
        disk.create(IDENTITY).close();
    }

    @AfterEach
    void deleteDisk() {
        disk.close();
    }

    private int reopenAndVerify() {
        try (SegmentStore store = disk.open(IDENTITY)) {
            return ChildStore.verify(store);
        }
    }

    @Test
    void everyAcknowledgedBatchSurvivesEveryKill() throws IOException {
        int found = 0;
        for (int atLeast : new int[] {0, 1, 40, 1500}) {
            int acknowledged = found;
            try (ChildStore child = ChildStore.start(disk.directory(), found + 1, Integer.MAX_VALUE)) {
                assertEquals("open", child.next());
                while (acknowledged < found + atLeast) {
                    acknowledged = Integer.parseInt(child.next());
                }
                acknowledged = child.kill(acknowledged);
            }
            int now = reopenAndVerify();
            assertTrue(
                    now == acknowledged || now == acknowledged + 1, acknowledged + " acknowledged, " + now + " found");
            found = now;
        }
    }

    @Test
    void aStoreOfALivingProcessIsRefusedUntouchedAndThatOfADeadOneIsNot() throws IOException {
        try (ChildStore child = ChildStore.start(disk.directory(), 1, 3)) {
            for (String expected : List.of("open", "1", "2", "3")) {
                assertEquals(expected, child.next());
            }
            Map<String, String> before = DirectoryFixtures.snapshot(disk.parent());
            assertThrows(StoreLockedException.class, () -> disk.open(IDENTITY));
            assertThrows(StoreLockedException.class, () -> RocksStore.destroy(disk.directory()));
            assertEquals(before, DirectoryFixtures.snapshot(disk.parent()));
        }
        assertEquals(3, reopenAndVerify());
    }

    /** On many systems a process loses its lock on a file when it closes a second view of that file. */
    @Test
    void aSecondAttemptOfTheHolderDoesNotLetAnotherProcessIn() throws IOException {
        try (SegmentStore store = disk.open(IDENTITY)) {
            ChildStore.write(store, 1, 2);
            assertThrows(StoreLockedException.class, () -> disk.open(IDENTITY));
            Map<String, String> before = DirectoryFixtures.snapshot(disk.parent());
            try (ChildStore child = ChildStore.start(disk.directory(), 3, 3)) {
                assertEquals("locked", child.next());
            }
            assertEquals(before, DirectoryFixtures.snapshot(disk.parent()));
        }
    }

    /** A limit on the size of files makes a real write fail in the middle, as a full disk does. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aWriteThatFailsIsNotAcknowledgedAndHarmsNoneThatWas() throws Exception {
        int acknowledged = 0;
        try (ChildStore child = ChildStore.start(disk.directory(), 1, 5_000)) {
            assertEquals("open", child.next());
            child.limitFiles(1 << 20);
            String said = child.next();
            for (; said != null && !said.startsWith("failed"); said = child.next()) {
                acknowledged = Integer.parseInt(said);
            }
            assertNotNull(said, "the child died instead of reporting the failure");
        }
        int found = reopenAndVerify();
        assertTrue(acknowledged > 0, "the limit hit before the first write");
        assertTrue(
                found == acknowledged || found == acknowledged + 1,
                acknowledged + " acknowledged, " + found + " found");
    }

    @Test
    void aCopyTakenWithoutClosingHoldsEverything() {
        Path copy = disk.parent().resolve("copy");
        try (SegmentStore store = disk.open(IDENTITY)) {
            ChildStore.write(store, 1, 300);
            DirectoryFixtures.copy(disk.directory(), copy);
            ChildStore.write(store, 301, 310);
        }
        try (SegmentStore store = RocksStore.open(copy, IDENTITY, disk.resources())) {
            assertEquals(300, ChildStore.verify(store));
        }
        assertEquals(310, reopenAndVerify());
    }
}
