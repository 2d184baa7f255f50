package dev.sextant.storage.memory;

import static dev.sextant.storage.store.ColumnFamily.META;
import static dev.sextant.storage.store.ColumnFamily.PAGES;
import static dev.sextant.storage.store.ColumnFamily.REDO;
import static dev.sextant.storage.store.StoreFixtures.IDENTITY;
import static dev.sextant.storage.store.StoreFixtures.entries;
import static dev.sextant.storage.store.StoreFixtures.get;
import static dev.sextant.storage.store.StoreFixtures.key;
import static dev.sextant.storage.store.StoreFixtures.put;
import static dev.sextant.storage.store.StoreFixtures.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.storage.memory.WriteHook.Point;
import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.ForeignDirectoryException;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreClosedException;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreFailedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault of a {@link MemoryDisk} does to a store what its name says, and the store does what it promises then. */
class MemoryDiskFaultsTest {
    private final MemoryDisk disk = new MemoryDisk("disk 3");
    private final StoreBatch second = put(META, "02", "two").put(REDO, key("02"), text("two"));
    private SegmentStore store;

    @BeforeEach
    void createWithOneEntry() {
        store = MemoryStore.create(disk, IDENTITY);
        store.write(put(META, "01", "one"));
    }

    private void assertFound(String... metaEntries) {
        store = MemoryStore.open(disk, IDENTITY);
        assertEquals(List.of(metaEntries), entries(store, META));
        assertEquals(metaEntries.length - 1, entries(store, REDO).size());
    }

    /** Has the write of {@link #second} meet the fault at that point. */
    private void writeMeeting(Point where, Runnable fault) {
        disk.setWriteHook(point -> {
            if (point == where) {
                fault.run();
            }
        });
        assertThrows(StoreFailedException.class, () -> store.write(second));
        disk.removeWriteHook();
    }

    private void assertHandleIsUseless() {
        StoreFailedException refusal =
                assertThrows(StoreFailedException.class, () -> store.write(put(META, "03", "three")));
        assertTrue(refusal.getMessage().contains("disk 3"), refusal.getMessage());
        assertThrows(StoreFailedException.class, () -> get(store, META, "01"));
        assertThrows(StoreFailedException.class, () -> entries(store, META));
        assertThrows(StoreFailedException.class, () -> store.sizeBytes());
    }

    @Test
    void aCrashAfterAWriteLosesNothing() {
        store.write(second);
        disk.crash();

        assertHandleIsUseless();
        assertFound("01=one", "02=two");
    }

    @Test
    void aCrashBeforeTheSyncLosesTheWholeBatch() {
        writeMeeting(Point.BEFORE_SYNC, disk::crash);

        assertHandleIsUseless();
        assertFound("01=one");
    }

    @Test
    void aCrashAfterTheSyncKeepsTheBatchThoughItWasNotAcknowledged() {
        writeMeeting(Point.AFTER_SYNC, disk::crash);

        assertFound("01=one", "02=two");
    }

    @Test
    void theDeathOfTheProcessKeepsWhatWasAppended() {
        writeMeeting(Point.BEFORE_SYNC, disk::kill);

        assertFound("01=one", "02=two");
    }

    /** Two writes that are not synced: one of each kind of change, and one on top of it. */
    private void writeUnsynced() {
        store.write(
                put(META, "02", "two").delete(META, key("01")).deleteRange(REDO, key("00"), key("ff")),
                Durability.UNSYNCED);
        store.write(put(META, "02", "changed").put(PAGES, key("03"), text("three")), Durability.UNSYNCED);
        assertEquals(List.of("02=changed"), entries(store, META));
        assertEquals(List.of(), entries(store, REDO));
    }

    private void assertReopenedHolds(List<String> meta, int redo, int pages) {
        store = MemoryStore.open(disk, IDENTITY);
        assertEquals(meta, entries(store, META));
        assertEquals(redo, entries(store, REDO).size());
        assertEquals(pages, entries(store, PAGES).size());
    }

    @Test
    void aCrashTakesBackWhatWasNotSynced() {
        store.write(second);
        writeUnsynced();
        disk.crash();

        assertReopenedHolds(List.of("01=one", "02=two"), 1, 0);
    }

    @Test
    void theDeathOfTheProcessKeepsWhatWasNotSynced() {
        store.write(second);
        writeUnsynced();
        disk.kill();

        assertReopenedHolds(List.of("02=changed"), 0, 1);
    }

    @Test
    void aSyncedWriteMakesThoseBeforeItDurable() {
        store.write(second);
        writeUnsynced();
        store.write(put(REDO, "07", "seven"));
        disk.crash();

        assertReopenedHolds(List.of("02=changed"), 1, 1);
    }

    @Test
    void aTornLogKeepsAPrefixOfWhatWasNotSynced() {
        store.write(second);
        writeUnsynced();
        disk.crashTearing(disk.logBytes() - 1);

        assertReopenedHolds(List.of("02=two"), 0, 0);
    }

    @Test
    void aLongLogIsWrittenBackByItself() {
        byte[] large = new byte[64 << 10];
        for (int i = 0; i < 40; i++) {
            store.write(new StoreBatch().put(PAGES, new byte[] {(byte) i}, large), Durability.UNSYNCED);
            assertTrue(disk.logBytes() <= 1 << 20, "the log grows to " + disk.logBytes());
        }
        disk.crash();

        store = MemoryStore.open(disk, IDENTITY);
        int left = entries(store, PAGES).size();
        assertTrue(left > 0 && left < 40, left + " are left");
    }

    @Test
    void aTornBatchIsDroppedWholeWhereverItWasTorn() {
        List<Integer> lengths = new ArrayList<>();
        writeMeeting(Point.BEFORE_SYNC, () -> {
            lengths.add(disk.logBytes());
            disk.crash();
        });
        assertFound("01=one");
        for (int kept = 0; kept < lengths.get(0); kept++) {
            int keptBytes = kept;
            writeMeeting(Point.BEFORE_SYNC, () -> disk.crashTearing(keptBytes));
            assertFound("01=one");
        }
        writeMeeting(Point.BEFORE_SYNC, () -> disk.crashTearing(lengths.get(0)));
        assertFound("01=one", "02=two");
    }

    @Test
    void aFlippedBitInTheLogDropsTheBatchWhole() {
        List<Integer> lengths = new ArrayList<>();
        writeMeeting(Point.BEFORE_SYNC, () -> {
            lengths.add(disk.logBytes());
            disk.crash();
        });
        assertFound("01=one");
        for (int bit = 0; bit < lengths.get(0) * Byte.SIZE; bit++) {
            int flipped = bit;
            writeMeeting(Point.BEFORE_SYNC, () -> {
                disk.flipLogBit(flipped);
                disk.kill();
            });
            assertFound("01=one");
        }
    }

    @Test
    void afterAFailedSyncTheHandleRefusesEverything() {
        disk.failNextSync();
        assertThrows(StoreFailedException.class, () -> store.write(second));

        assertHandleIsUseless();
        store.close();
        assertThrows(StoreClosedException.class, () -> get(store, META, "01"));
        assertFound("01=one", "02=two");
        store.write(put(META, "03", "three"));
    }

    @Test
    void aPowerLossAfterAFailedSyncTakesTheBatch() {
        disk.failNextSync();
        assertThrows(StoreFailedException.class, () -> store.write(second));
        disk.crash();

        assertFound("01=one");
    }

    @Test
    void aFullDiskTakesNothingOfABatch() {
        disk.setCapacityBytes(store.sizeBytes() + 20);
        StoreFailedException full = assertThrows(StoreFailedException.class, () -> store.write(second));
        assertTrue(full.isDiskFull());
        assertHandleIsUseless();
        store.close();
        assertFound("01=one");

        disk.setCapacityBytes(store.sizeBytes() + 1000);
        store.write(second);
        assertEquals(List.of("02=two"), entries(store, REDO));
    }

    @Test
    void spaceThatIsFreedCanBeUsedAgain() {
        byte[] page = new byte[1000];
        disk.setCapacityBytes(2500);
        for (int i = 0; i < 50; i++) {
            store.write(new StoreBatch().put(PAGES, key("01"), page).put(PAGES, key("01"), page));
            store.write(new StoreBatch().deleteRange(PAGES, key("01"), key("02")));
            store.write(new StoreBatch().put(PAGES, key("02"), page));
            store.write(new StoreBatch().delete(PAGES, key("02")).delete(PAGES, key("02")));
        }

        assertEquals(0, disk.entryCount(PAGES));
        assertTrue(store.sizeBytes() < 100);
    }

    @Test
    void everyFlippedBitIsFoundByEveryRead() {
        store.write(put(PAGES, "01", "a").put(PAGES, key("02"), text("xyz")).put(PAGES, key("03"), text("b")));
        int bits = Byte.SIZE * ("xyz".length() + Integer.BYTES);
        for (int bit = 0; bit < bits; bit++) {
            assertArrayEquals(key("02"), disk.flipBit(PAGES, 1, bit));
            StoreCorruptException found = assertThrows(StoreCorruptException.class, () -> get(store, PAGES, "02"));
            assertEquals(PAGES, found.family());
            assertArrayEquals(key("02"), found.key());
            assertThrows(StoreCorruptException.class, () -> entries(store, PAGES));
            assertThrows(
                    StoreCorruptException.class,
                    () -> store.scanReverse(PAGES, null, new byte[0], (key, value) -> true));
            assertEquals("a", get(store, PAGES, "01"));
            assertEquals("b", get(store, PAGES, "03"));
            disk.flipBit(PAGES, 1, bit);
        }
        assertEquals("xyz", get(store, PAGES, "02"));
    }

    @Test
    void writingACorruptValueAgainRepairsIt() {
        disk.flipBit(META, 0, 5);
        assertThrows(StoreCorruptException.class, () -> get(store, META, "01"));
        store.write(put(META, "01", "one again"));

        assertEquals("one again", get(store, META, "01"));
    }

    @Test
    void aScanServesWhatLiesBeforeTheCorruptEntryOnly() {
        store.write(put(META, "02", "two").put(META, key("03"), text("three")));
        disk.flipBit(META, 1, 0);
        List<String> served = new ArrayList<>();
        assertThrows(
                StoreCorruptException.class,
                () -> store.scan(META, new byte[0], null, (key, value) -> {
                    served.add(new String(value, StandardCharsets.UTF_8));
                    return true;
                }));

        assertEquals(List.of("one"), served);
    }

    @Test
    void aLostDiskIsBlank() {
        disk.lose();

        assertHandleIsUseless();
        assertThrows(ForeignDirectoryException.class, () -> MemoryStore.open(disk, IDENTITY));
        store = MemoryStore.create(disk, IDENTITY);
        assertEquals(List.of(), entries(store, META));
    }

    @Test
    void aHandleThatDiedCannotHarmItsSuccessor() {
        disk.crash();
        SegmentStore successor = MemoryStore.open(disk, IDENTITY);
        assertHandleIsUseless();
        store.close();
        successor.write(second);

        assertEquals(List.of("01=one", "02=two"), entries(successor, META));
    }

    @Test
    void readersGoOnWhileAWriteStalls() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        disk.setWriteHook(point -> {
            if (point == Point.BEFORE_SYNC) {
                stalled.countDown();
                await(released);
            }
        });
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> write = writer.submit(() -> store.write(second));
            stalled.await();
            assertEquals(List.of("01=one"), entries(store, META));
            assertThrows(IllegalStateException.class, () -> store.write(put(META, "04", "of another thread")));
            assertFalse(write.isDone());
            released.countDown();
            write.get();
        } finally {
            writer.shutdownNow();
        }
        assertEquals(List.of("01=one", "02=two"), entries(store, META));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aBugInsideAWriteMakesTheHandleUselessToo() {
        disk.setWriteHook(point -> {
            throw new IllegalArgumentException("a bug at " + point);
        });
        assertThrows(IllegalArgumentException.class, () -> store.write(second));
        disk.removeWriteHook();

        assertHandleIsUseless();
    }
}
