package dev.sextant.storage.store;

import static dev.sextant.storage.store.ColumnFamily.DECISIONS;
import static dev.sextant.storage.store.ColumnFamily.META;
import static dev.sextant.storage.store.ColumnFamily.PAGES;
import static dev.sextant.storage.store.ColumnFamily.REDO;
import static dev.sextant.storage.store.StoreFixtures.IDENTITY;
import static dev.sextant.storage.store.StoreFixtures.collecting;
import static dev.sextant.storage.store.StoreFixtures.entries;
import static dev.sextant.storage.store.StoreFixtures.get;
import static dev.sextant.storage.store.StoreFixtures.key;
import static dev.sextant.storage.store.StoreFixtures.put;
import static dev.sextant.storage.store.StoreFixtures.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.SegmentId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link SegmentStore} does alike. */
public abstract class SegmentStoreContract {
    private TestDisk disk;
    private SegmentStore store;

    /** A blank disk. */
    protected abstract TestDisk newDisk();

    @BeforeEach
    void createStore() {
        disk = newDisk();
        store = disk.create(IDENTITY);
    }

    @AfterEach
    void closeStore() {
        store.close();
        disk.close();
    }

    private void reopen() {
        store.close();
        store = disk.open(IDENTITY);
    }

    // ---- values ---------------------------------------------------------------------------------------------------

    @Test
    void readsWhatWasWrittenAndNothingElse() {
        store.write(put(PAGES, "01", "one"));

        assertEquals("one", get(store, PAGES, "01"));
        assertEquals("-", get(store, PAGES, "02"));
        assertEquals("-", get(store, PAGES, "0100"));
        for (ColumnFamily other : ColumnFamily.values()) {
            assertEquals(other == PAGES ? List.of("01=one") : List.of(), entries(store, other));
        }
    }

    @Test
    void keepsEmptyAndLongValues() {
        byte[] longest = new byte[StoreLimits.VALUE_MAX_BYTES];
        longest[longest.length - 1] = 1;
        byte[] longestKey = new byte[StoreLimits.KEY_MAX_BYTES];
        store.write(new StoreBatch().put(META, key("00"), new byte[0]).put(META, longestKey, longest));
        reopen();

        assertArrayEquals(new byte[0], store.get(META, key("00")));
        assertArrayEquals(longest, store.get(META, longestKey));
    }

    @Test
    void refusesWhatIsBeyondItsLimitsBeforeItIsWritten() {
        StoreBatch batch = new StoreBatch();
        byte[] tooLong = new byte[StoreLimits.VALUE_MAX_BYTES + 1];
        byte[] tooLongKey = new byte[StoreLimits.KEY_MAX_BYTES + 1];
        assertThrows(IllegalArgumentException.class, () -> batch.put(META, key("01"), tooLong));
        assertThrows(IllegalArgumentException.class, () -> batch.put(META, tooLongKey, text("x")));
        assertThrows(IllegalArgumentException.class, () -> batch.put(META, new byte[0], text("x")));
        assertThrows(IllegalArgumentException.class, () -> batch.delete(META, new byte[0]));
        assertThrows(IllegalArgumentException.class, () -> batch.deleteRange(META, key("02"), key("01")));

        assertTrue(batch.isEmpty());
        assertEquals(0, batch.sizeBytes());
    }

    @Test
    void appliesABatchInOrder() {
        store.write(put(REDO, "05", "old"));
        store.write(new StoreBatch()
                .put(REDO, key("01"), text("first"))
                .put(REDO, key("01"), text("second"))
                .put(REDO, key("02"), text("gone"))
                .delete(REDO, key("02"))
                .delete(REDO, key("03"))
                .put(REDO, key("03"), text("back"))
                .delete(REDO, key("05"))
                .delete(REDO, key("06")));

        assertEquals(List.of("01=second", "03=back"), entries(store, REDO));
    }

    @Test
    void deletesARangeWithoutItsUpperBound() {
        for (String key : List.of("01", "02", "0200", "02ff", "03", "04")) {
            store.write(put(DECISIONS, key, "x").put(META, key(key), text("x")));
        }
        store.write(new StoreBatch()
                .put(DECISIONS, key("0201"), text("too early"))
                .deleteRange(DECISIONS, key("02"), key("03"))
                .deleteRange(DECISIONS, key("04"), key("04"))
                .put(DECISIONS, key("0202"), text("after")));

        assertEquals(List.of("01=x", "0202=after", "03=x", "04=x"), entries(store, DECISIONS));
        assertEquals(6, entries(store, META).size());
    }

    @Test
    void aBatchMayBeWrittenAgainAndUsedAgain() {
        StoreBatch batch = put(META, "01", "one");
        store.write(batch);
        store.write(new StoreBatch().delete(META, key("01")));
        store.write(batch);
        assertEquals(List.of("01=one"), entries(store, META));

        batch.clear();
        assertTrue(batch.isEmpty());
        store.write(batch.put(META, key("02"), text("two")));
        assertEquals(List.of("01=one", "02=two"), entries(store, META));
    }

    @Test
    void sharesNoArrayWithItsCallers() {
        byte[] key = key("01");
        byte[] value = text("one");
        StoreBatch batch = new StoreBatch().put(META, key, value);
        value[0] = 0;
        store.write(batch);
        key[0] = 0;
        byte[] read = store.get(META, key("01"));
        read[0] = 0;
        store.scan(META, new byte[0], null, (k, v) -> {
            k[0] = 9;
            v[0] = 9;
            return true;
        });

        assertEquals(List.of("01=one"), entries(store, META));
    }

    @Test
    void anEmptyBatchIsWrittenAtOnce() {
        store.write(new StoreBatch());

        for (ColumnFamily family : ColumnFamily.values()) {
            assertEquals(List.of(), entries(store, family));
        }
    }

    @Test
    void growsWithItsContents() {
        long empty = store.sizeBytes();
        store.write(new StoreBatch().put(PAGES, key("01"), new byte[1 << 20]));

        assertTrue(store.sizeBytes() >= empty + (1 << 20));
    }

    @Test
    void whatWasNotSyncedIsSeenAndOutlivesTheHandle() {
        store.write(put(META, "01", "one"), Durability.UNSYNCED);
        store.write(put(META, "02", "two"));
        store.write(put(META, "01", "three").delete(META, key("02")), Durability.UNSYNCED);
        assertEquals(List.of("01=three"), entries(store, META));

        reopen();
        assertEquals(List.of("01=three"), entries(store, META));
    }

    // ---- scans ----------------------------------------------------------------------------------------------------

    private static final String[] ORDERED = {"00", "0000", "0001", "01", "7f", "7fff", "80", "8000", "fe", "ff", "ffff"
    };

    private void fillOrdered() {
        for (int i = ORDERED.length - 1; i >= 0; i--) {
            store.write(put(PAGES, ORDERED[i], ""));
        }
    }

    private List<String> scan(String from, String to) {
        List<String> found = new ArrayList<>();
        store.scan(PAGES, key(from), to == null ? null : key(to), collecting(found));
        return found;
    }

    private List<String> scanReverse(String from, String to) {
        List<String> found = new ArrayList<>();
        store.scanReverse(PAGES, from == null ? null : key(from), key(to), collecting(found));
        return found;
    }

    @Test
    void ordersKeysAsUnsignedBytes() {
        fillOrdered();
        List<String> ascending = new ArrayList<>();
        List<String> descending = new ArrayList<>();
        for (String key : ORDERED) {
            ascending.add(key + "=");
            descending.add(0, key + "=");
        }

        assertEquals(ascending, scan("", null));
        assertEquals(descending, scanReverse(null, ""));
    }

    @Test
    void keepsTheBoundsOfAScan() {
        fillOrdered();

        assertEquals(List.of("01=", "7f="), scan("01", "7fff"));
        assertEquals(List.of("7f=", "7fff="), scan("02", "80"));
        assertEquals(List.of("ff=", "ffff="), scan("ff", null));
        assertEquals(List.of(), scan("01", "01"));
        assertEquals(List.of(), scan("80", "01"));
        assertEquals(List.of(), scan("00", ""));
        assertEquals(List.of("7fff=", "7f=", "01="), scanReverse("7fff", "01"));
        assertEquals(List.of("7fff=", "7f="), scanReverse("7fffff", "02"));
        assertEquals(List.of("00="), scanReverse("00", ""));
        assertEquals(List.of("01="), scanReverse("01", "01"));
        assertEquals(List.of(), scanReverse("01", "80"));
        assertEquals(List.of("ffff="), scanReverse(null, "ffff"));
    }

    @Test
    void stopsAScanWhenTheVisitorSaysSo() {
        fillOrdered();
        List<String> found = new ArrayList<>();
        StoreVisitor two = (key, value) -> collecting(found).visit(key, value) && found.size() < 2;
        store.scan(PAGES, key("01"), null, two);
        assertEquals(List.of("01=", "7f="), found);

        found.clear();
        store.scanReverse(PAGES, key("80"), new byte[0], two);
        assertEquals(List.of("80=", "7fff="), found);
    }

    @Test
    void aVisitorMayReadButNotWriteOrClose() {
        store.write(put(META, "01", "one").put(META, key("02"), text("two")));
        List<String> found = new ArrayList<>();
        store.scan(META, new byte[0], null, (key, value) -> found.add(get(store, META, "02")));
        assertEquals(List.of("two", "two"), found);

        StoreBatch batch = put(META, "03", "three");
        assertThrows(
                IllegalStateException.class,
                () -> store.scan(META, new byte[0], null, (key, value) -> {
                    store.write(batch);
                    return true;
                }));
        assertThrows(
                IllegalStateException.class,
                () -> store.scan(META, new byte[0], null, (key, value) -> {
                    store.close();
                    return true;
                }));
        store.write(batch);
        assertEquals(List.of("01=one", "02=two", "03=three"), entries(store, META));
    }

    @Test
    void aVisitorsExceptionEndsTheScanAndHarmsNothing() {
        store.write(put(META, "01", "one"));
        assertThrows(
                ArithmeticException.class,
                () -> store.scanReverse(META, null, new byte[0], (key, value) -> {
                    throw new ArithmeticException("the visitor's own");
                }));

        store.write(put(META, "02", "two"));
        assertEquals(List.of("01=one", "02=two"), entries(store, META));
    }

    // ---- threads --------------------------------------------------------------------------------------------------

    @Test
    void aScanSeesOneStateWhileAnotherThreadWrites() throws Exception {
        store.write(put(META, "01", "old").put(META, key("02"), text("old")));
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            List<Future<?>> writes = new ArrayList<>();
            List<String> found = new ArrayList<>();
            store.scan(META, new byte[0], null, (key, value) -> {
                writes.add(writer.submit(() -> store.write(new StoreBatch()
                        .put(META, key("02"), text("new"))
                        .put(META, key("03"), text("new"))
                        .delete(META, key("01")))));
                return collecting(found).visit(key, value);
            });
            assertEquals(List.of("01=old", "02=old"), found);

            for (Future<?> write : writes) {
                write.get();
            }
            assertEquals(List.of("02=new", "03=new"), entries(store, META));
        } finally {
            writer.shutdownNow();
        }
    }

    @Test
    void readersNeverSeeHalfABatch() throws Exception {
        int rounds = 200;
        store.write(put(META, "01", "0").put(META, key("02"), text("0")));
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> states = reader.submit(() -> {
                int seen = 0;
                String last = "";
                while (!last.equals("01=" + rounds)) {
                    List<String> state = entries(store, META);
                    assertEquals(state.get(0).substring(3), state.get(1).substring(3));
                    seen += last.equals(state.get(0)) ? 0 : 1;
                    last = state.get(0);
                }
                return seen;
            });
            for (int i = 1; i <= rounds; i++) {
                store.write(put(META, "01", "" + i).put(META, key("02"), text("" + i)));
                assertEquals("" + i, get(store, META, "02"));
            }
            assertTrue(states.get() > 0);
        } finally {
            reader.shutdownNow();
        }
    }

    @Test
    void closingWaitsForAScanInProgress() throws Exception {
        fillOrdered();
        CountDownLatch scanning = new CountDownLatch(1);
        CountDownLatch closing = new CountDownLatch(1);
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try {
            Future<List<String>> scan = reader.submit(() -> {
                List<String> found = new ArrayList<>();
                store.scan(PAGES, new byte[0], null, (key, value) -> {
                    scanning.countDown();
                    await(closing);
                    return collecting(found).visit(key, value);
                });
                return found;
            });
            scanning.await();
            closing.countDown();
            store.close();

            assertEquals(ORDERED.length, scan.get().size());
        } finally {
            reader.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closingUnderReadersEndsThemCleanly() throws Exception {
        fillOrdered();
        int readers = 4;
        CountDownLatch running = new CountDownLatch(readers);
        ExecutorService threads = Executors.newFixedThreadPool(readers);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                ends.add(threads.submit(() -> {
                    assertEquals(ORDERED.length, scan("", null).size());
                    running.countDown();
                    assertThrows(StoreClosedException.class, this::readForever);
                }));
            }
            running.await();
            store.close();
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void readForever() {
        while (true) {
            assertEquals("", get(store, PAGES, "7f"));
            assertEquals(ORDERED.length, scanReverse(null, "").size());
        }
    }

    // ---- opening and closing --------------------------------------------------------------------------------------

    @Test
    void keepsEverythingOverReopening() {
        store.write(put(META, "01", "one").put(PAGES, key("01"), text("page")));
        reopen();
        store.write(put(META, "02", "two").delete(PAGES, key("01")));
        reopen();
        reopen();

        assertEquals(List.of("01=one", "02=two"), entries(store, META));
        assertEquals(List.of(), entries(store, PAGES));
        assertEquals(IDENTITY, store.identity());
    }

    @Test
    void refusesEveryUseAfterClosing() {
        store.close();
        store.close();

        assertThrows(StoreClosedException.class, () -> store.write(put(META, "01", "one")));
        assertThrows(StoreClosedException.class, () -> store.write(new StoreBatch()));
        assertThrows(StoreClosedException.class, () -> store.get(META, key("01")));
        assertThrows(StoreClosedException.class, () -> scan("", null));
        assertThrows(StoreClosedException.class, () -> scanReverse(null, ""));
        assertThrows(StoreClosedException.class, () -> store.sizeBytes());
    }

    @Test
    void hasOneHandleAtATime() {
        store.write(put(META, "01", "one"));
        assertThrows(StoreLockedException.class, () -> disk.open(IDENTITY));
        assertThrows(StoreLockedException.class, () -> disk.open(IDENTITY));

        store.write(put(META, "02", "two"));
        reopen();
        assertEquals(List.of("01=one", "02=two"), entries(store, META));
    }

    @Test
    void opensOnlyWhatItWasCreatedAs() {
        store.write(put(META, "01", "one"));
        store.close();
        StoreIdentity otherVolume = StoreIdentity.of(new UUID(9, 9), IDENTITY.segment());
        StoreIdentity otherSegment = StoreIdentity.of(IDENTITY.volumeId(), new SegmentId(0));
        assertThrows(ForeignDirectoryException.class, () -> disk.open(otherVolume));
        assertThrows(ForeignDirectoryException.class, () -> disk.open(otherSegment));
        assertThrows(ForeignDirectoryException.class, () -> disk.create(IDENTITY));
        assertThrows(ForeignDirectoryException.class, () -> disk.create(otherVolume));

        store = disk.open(IDENTITY);
        assertEquals(List.of("01=one"), entries(store, META));
    }

    @Test
    void opensNothingWhereNothingIs() {
        try (TestDisk blank = newDisk()) {
            assertThrows(ForeignDirectoryException.class, () -> blank.open(IDENTITY));
        }
    }

    @Test
    void createsOnlyTheCurrentFormat() {
        StoreIdentity newer =
                new StoreIdentity(IDENTITY.volumeId(), IDENTITY.segment(), StoreIdentity.CURRENT_FORMAT_VERSION + 1);
        try (TestDisk blank = newDisk()) {
            assertThrows(StoreVersionException.class, () -> blank.create(newer));
            assertThrows(ForeignDirectoryException.class, () -> blank.open(IDENTITY));
        }
    }
}
