package dev.sextant.storage.rocks;

import static dev.sextant.storage.store.ColumnFamily.META;
import static dev.sextant.storage.store.ColumnFamily.REDO;
import static dev.sextant.storage.store.StoreFixtures.IDENTITY;
import static dev.sextant.storage.store.StoreFixtures.entries;
import static dev.sextant.storage.store.StoreFixtures.put;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreLockedException;
import dev.sextant.storage.store.StoreVersionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store that is only looked at shows everything and leaves no trace. */
class RocksReadOnlyTest {
    /** More than a write buffer holds, so that some are in sorted files and the last in the log. */
    private static final int ENTRIES = 300;

    private static final int VALUE_BYTES = 64 << 10;

    private RocksTestDisk disk;

    @BeforeEach
    void createWithSortedFilesAndALog() {
        disk = RocksTestDisk.blank();
        try (SegmentStore store = disk.create(IDENTITY)) {
            for (int i = 0; i < ENTRIES; i++) {
                byte[] value = new byte[VALUE_BYTES];
                new Random(i).nextBytes(value);
                store.write(new StoreBatch().put(REDO, key(i), value));
            }
            store.write(put(META, "01", "one"));
        }
    }

    @AfterEach
    void deleteDisk() {
        disk.close();
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private ReadOnlySegment look() {
        return RocksStore.openReadOnly(disk.directory(), IDENTITY, disk.resources());
    }

    @Test
    void showsWhatIsThereAndChangesNothing() {
        Map<String, String> before = DirectoryFixtures.snapshot(disk.parent());
        assertTrue(before.keySet().stream().anyMatch(name -> name.endsWith(".sst")), before.keySet()::toString);
        try (ReadOnlySegment segment = look()) {
            int[] count = new int[1];
            segment.store().scan(REDO, new byte[0], null, (key, value) -> ++count[0] > 0);
            assertEquals(ENTRIES, count[0]);
            assertEquals(List.of("01=one"), entries(segment.store(), META));
            ReadOnlySegment.FamilySize size = segment.size(REDO);
            assertEquals(ENTRIES, size.entries());
            // What is in memory is estimated from some of its entries.
            assertTrue(size.sortedBytes() + size.logBytes() >= ENTRIES * VALUE_BYTES / 2, size::toString);
            assertTrue(segment.size(META).sortedBytes() + segment.size(META).logBytes() < VALUE_BYTES);
        }
        assertEquals(before, DirectoryFixtures.snapshot(disk.parent()));
        disk.open(IDENTITY).close();
    }

    @Test
    void takesNoWrites() {
        Map<String, String> before = DirectoryFixtures.snapshot(disk.parent());
        try (ReadOnlySegment segment = look()) {
            assertThrows(IllegalStateException.class, () -> segment.store().write(put(META, "02", "two")));
        }
        assertEquals(before, DirectoryFixtures.snapshot(disk.parent()));
    }

    @Test
    void keepsAWriterOutAndIsKeptOutByOne() {
        try (ReadOnlySegment segment = look()) {
            assertThrows(StoreLockedException.class, () -> disk.open(IDENTITY));
            assertEquals(IDENTITY, segment.store().identity());
        }
        try (SegmentStore store = disk.open(IDENTITY)) {
            assertThrows(StoreLockedException.class, this::look);
            assertFalse(entries(store, META).isEmpty());
        }
    }

    @Test
    void aCopyWithoutLocksCanBeLookedAtToo() throws IOException {
        try (Stream<Path> files = Files.walk(disk.directory())) {
            for (Path file : files.filter(file -> file.toString().matches(".*(LOCK|\\.lock)"))
                    .toList()) {
                Files.delete(file);
            }
        }
        Map<String, String> before = DirectoryFixtures.snapshot(disk.parent());
        try (ReadOnlySegment segment = look()) {
            assertEquals(List.of("01=one"), entries(segment.store(), META));
        }
        assertEquals(before, DirectoryFixtures.snapshot(disk.parent()));
    }

    @Test
    void refusesWhatAnOpeningRefuses() throws IOException {
        StoreIdentity newer = new StoreIdentity(IDENTITY.volumeId(), IDENTITY.segment(), 7);
        Path marker = disk.directory().resolve("SEXTANT-SEGMENT");
        byte[] ours = Files.readAllBytes(marker);
        Files.write(marker, SegmentMarker.encode(newer));
        assertEquals(7, assertThrows(StoreVersionException.class, this::look).foundFormatVersion());
        Files.write(marker, ours);

        try (Stream<Path> files = Files.list(disk.directory().resolve("database"))) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.write(log, new byte[0]);
            }
        }
        Map<String, String> before = DirectoryFixtures.snapshot(disk.parent());
        assertThrows(StoreCorruptException.class, this::look);
        assertEquals(before, DirectoryFixtures.snapshot(disk.parent()));
    }
}
