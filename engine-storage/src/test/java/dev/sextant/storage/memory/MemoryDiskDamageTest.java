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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.storage.memory.WriteHook.Point;
import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreFailedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that a {@link MemoryDisk} reads wrong, puts in the wrong place or cannot read are found and never served. */
class MemoryDiskDamageTest {
    private final MemoryDisk disk = new MemoryDisk("disk 3");
    private final List<String> bites = new ArrayList<>();
    private SegmentStore store;

    @BeforeEach
    void createWithThreeEntries() {
        disk.setBiteHook((bite, family, key) -> bites.add(
                bite + (key == null ? "" : " " + family + " " + HexFormat.of().formatHex(key))));
        store = MemoryStore.create(disk, IDENTITY);
        store.write(put(REDO, "01", "one").put(REDO, key("02"), text("two")).put(REDO, key("03"), text("three")));
    }

    private void assertCorrupt(String hexKey) {
        StoreCorruptException found = assertThrows(StoreCorruptException.class, () -> get(store, REDO, hexKey));
        assertEquals(REDO, found.family());
        assertArrayEquals(key(hexKey), found.key());
    }

    private void assertAllIsWell() {
        assertEquals(List.of("01=one", "02=two", "03=three"), entries(store, REDO));
    }

    private void reopen() {
        store = MemoryStore.open(disk, IDENTITY);
    }

    // ---- flips in one read ----------------------------------------------------------------------------------------

    @Test
    void aBitThatFlipsInOneReadIsFoundAndGoneInTheNext() {
        int bits = Byte.SIZE * ("two".length() + Integer.BYTES);
        for (int bit = 0; bit < bits; bit++) {
            assertArrayEquals(key("02"), disk.flipBitOnNextRead(REDO, 1, bit));
            assertEquals("one", get(store, REDO, "01"));
            assertCorrupt("02");
            assertAllIsWell();
        }
        assertEquals(bits, disk.bites(DiskBite.FLIPPED_READ));
        assertEquals("FLIPPED_READ REDO 02", bites.get(0));
    }

    @Test
    void aScanMeetsTheFlipToo() {
        disk.flipBitOnNextRead(REDO, 2, 7);
        assertThrows(StoreCorruptException.class, () -> entries(store, REDO));

        assertAllIsWell();
    }

    @Test
    void theReadThatFlipsCanBeAnyToCome() {
        for (int readsBefore = 0; readsBefore < 5; readsBefore++) {
            disk.flipBitOnRead(readsBefore, 3);
            for (int read = 0; read < readsBefore; read++) {
                assertEquals("one", get(store, REDO, "01"));
                assertEquals("-", get(store, REDO, "07"), "where nothing is, nothing is read");
            }
            assertCorrupt("01");
            assertAllIsWell();
        }
        assertEquals(5, disk.bites(DiskBite.FLIPPED_READ));
    }

    @Test
    void eachEntryThatAScanVisitsIsARead() {
        disk.flipBitOnRead(2, 0);
        List<String> served = new ArrayList<>();
        assertThrows(
                StoreCorruptException.class,
                () -> store.scanReverse(REDO, null, new byte[0], (key, value) -> {
                    served.add(new String(value, StandardCharsets.UTF_8));
                    return true;
                }));

        assertEquals(List.of("three", "two"), served);
        assertEquals(List.of("FLIPPED_READ REDO 01"), bites);
    }

    @Test
    void aFlipIsForgottenWhenItsEntryIsWrittenOrTheDiskIsLost() {
        disk.flipBitOnNextRead(REDO, 0, 0);
        store.write(put(REDO, "01", "one"));
        assertAllIsWell();

        disk.flipBitOnRead(0, 0);
        disk.misdirectNextWrite(REDO, 0, 0);
        disk.lose();
        store = MemoryStore.create(disk, IDENTITY);
        store.write(put(REDO, "01", "one").put(REDO, key("02"), text("two")));
        store.write(put(REDO, "03", "three"));
        assertAllIsWell();
        assertEquals(List.of(), bites);
    }

    @Test
    void aFlipOutlastsACrash() {
        disk.flipBitOnNextRead(REDO, 0, 0);
        disk.crash();
        reopen();

        assertCorrupt("01");
        assertAllIsWell();
    }

    // ---- rot ------------------------------------------------------------------------------------------------------

    @Test
    void eachReadOfRotIsCountedUntilTheKeyIsWritten() {
        disk.flipBit(REDO, 0, 5);
        assertEquals(0, disk.bites(DiskBite.ROTTEN_READ), "nobody has read it");
        assertCorrupt("01");
        assertThrows(StoreCorruptException.class, () -> entries(store, REDO));
        store.write(put(REDO, "01", "one"));
        assertAllIsWell();

        assertEquals(List.of("ROTTEN_READ REDO 01", "ROTTEN_READ REDO 01"), bites);
    }

    @Test
    void rotComesBackWithTheValueWhenItsRepairIsLost() {
        disk.flipBit(REDO, 0, 5);
        store.write(put(REDO, "01", "one"), Durability.UNSYNCED);
        assertAllIsWell();
        disk.crash();
        reopen();

        assertCorrupt("01");
    }

    @Test
    void rotOnOneDiskIsNotOnAnotherThatTookTheSameBatch() {
        MemoryDisk other = new MemoryDisk("disk 4");
        SegmentStore otherStore = MemoryStore.create(other, IDENTITY);
        StoreBatch batch = put(PAGES, "01", "page");
        store.write(batch);
        otherStore.write(batch);
        disk.flipBit(PAGES, 0, 0);

        assertThrows(StoreCorruptException.class, () -> get(store, PAGES, "01"));
        assertEquals("page", get(otherStore, PAGES, "01"));
        store.write(batch);
        assertEquals("page", get(store, PAGES, "01"));
    }

    // ---- misdirected writes ---------------------------------------------------------------------------------------

    private void misdirect04To02(Durability durability) {
        disk.misdirectNextWrite(REDO, 1, 1);
        store.write(
                put(REDO, "01", "changed").put(META, key("09"), text("nine")).put(REDO, key("04"), text("four")),
                durability);
    }

    private void assertMisdirected() {
        assertCorrupt("02");
        assertThrows(StoreCorruptException.class, () -> entries(store, REDO));
        assertEquals("-", get(store, REDO, "04"), "the write is lost");
        assertEquals("changed", get(store, REDO, "01"));
        assertEquals("nine", get(store, META, "09"));
    }

    @Test
    void aMisdirectedValueIsFoundWhereItHitAndLostWhereItWasMeant() {
        misdirect04To02(Durability.SYNCED);
        assertEquals(List.of("LOST_WRITE REDO 04", "MISPLACED_WRITE REDO 02"), bites);
        assertMisdirected();
        assertEquals(2, disk.bites(DiskBite.MISPLACED_READ));

        store.write(put(REDO, "01", "one").put(REDO, key("02"), text("two")));
        assertAllIsWell();
    }

    @Test
    void aMisdirectedValueLeavesTheOldOneWhereItWasMeant() {
        disk.misdirectNextWrite(REDO, 0, 0);
        store.write(put(REDO, "03", "new"));

        assertCorrupt("01");
        assertEquals("three", get(store, REDO, "03"));
    }

    @Test
    void aMisdirectedWriteGoesThroughCrashesAsAnyWriteDoes() {
        misdirect04To02(Durability.UNSYNCED);
        assertMisdirected();
        disk.crash();
        reopen();
        assertAllIsWell();

        misdirect04To02(Durability.UNSYNCED);
        disk.kill();
        reopen();
        assertMisdirected();
        disk.crash();
        reopen();
        assertMisdirected();
    }

    @Test
    void aMisdirectedWriteIsTornWhole() {
        disk.setWriteHook(point -> {
            if (point == Point.BEFORE_SYNC) {
                disk.crashTearing(disk.logBytes() - 1);
            }
        });
        assertThrows(StoreFailedException.class, () -> misdirect04To02(Durability.SYNCED));
        disk.removeWriteHook();
        reopen();

        assertAllIsWell();
        assertEquals("-", get(store, META, "09"));
        assertEquals(1, disk.bites(DiskBite.CUT_LOG));
        assertEquals(1, disk.bites(DiskBite.TORN_LOG));
    }

    @Test
    void aMisdirectionInStepsIsTheSame() {
        disk.setWriteHook(point -> {});
        misdirect04To02(Durability.SYNCED);

        assertMisdirected();
    }

    @Test
    void aMisdirectionWaitsForAWriteThatFits() {
        disk.misdirectNextWrite(META, 0, 0);
        disk.misdirectNextWrite(REDO, 7, 4);
        store.write(
                put(META, "01", "the first of its family has nothing to hit").delete(REDO, key("07")));
        store.write(put(META, "01", "neither has one that is alone"));
        assertEquals(List.of(), bites);
        store.write(put(REDO, "02", "the indices go round and round, past the key meant"));
        assertEquals(List.of("LOST_WRITE REDO 02", "MISPLACED_WRITE REDO 03"), bites);
        store.write(put(META, "02", "now"));

        assertEquals("LOST_WRITE META 02", bites.get(2));
        assertThrows(StoreCorruptException.class, () -> get(store, META, "01"));
    }

    // ---- unreadable sectors ---------------------------------------------------------------------------------------

    private void assertUnreadable(String hexKey) {
        StoreFailedException failure = assertThrows(StoreFailedException.class, () -> get(store, REDO, hexKey));
        assertTrue(failure.getMessage().startsWith("disk 3 could not read"), failure.getMessage());
        assertThrows(StoreFailedException.class, () -> get(store, META, "01"), "the handle is of no use any more");
        store.close();
        reopen();
    }

    @Test
    void anUnreadableEntryFailsTheHandleThatReadsIt() {
        assertArrayEquals(key("02"), disk.makeUnreadable(REDO, 1));
        assertEquals("one", get(store, REDO, "01"));
        assertEquals("three", get(store, REDO, "03"));
        assertUnreadable("02");
        assertUnreadable("02");
        disk.crash();
        reopen();
        assertUnreadable("02");

        assertEquals(3, disk.bites(DiskBite.UNREADABLE_READ));
        assertEquals("UNREADABLE_READ REDO 02", bites.get(0));
    }

    @Test
    void aScanServesWhatLiesBeforeTheUnreadableEntry() {
        disk.makeUnreadable(REDO, 1);
        List<String> served = new ArrayList<>();
        assertThrows(
                StoreFailedException.class,
                () -> store.scan(REDO, new byte[0], null, (key, value) -> {
                    served.add(new String(value, StandardCharsets.UTF_8));
                    return true;
                }));

        assertEquals(List.of("one"), served);
    }

    @Test
    void writingAnUnreadableEntryHealsItOnceThatIsDurable() {
        disk.makeUnreadable(REDO, 1);
        store.write(put(REDO, "02", "two"), Durability.UNSYNCED);
        assertAllIsWell();
        disk.crash();
        reopen();
        assertUnreadable("02");

        store.write(put(REDO, "02", "two"));
        disk.crash();
        reopen();
        assertAllIsWell();
    }

    @Test
    void deletingAnUnreadableEntryFreesItsKey() {
        disk.makeUnreadable(REDO, 1);
        store.write(new StoreBatch().deleteRange(REDO, key("02"), key("03")), Durability.UNSYNCED);
        assertEquals(List.of("01=one", "03=three"), entries(store, REDO));
        disk.crash();
        reopen();
        assertUnreadable("02");

        store.write(new StoreBatch().delete(REDO, key("02")).put(REDO, key("02"), text("two")));
        assertAllIsWell();
    }

    // ---- bites of the other faults --------------------------------------------------------------------------------

    @Test
    void faultsOfTheWholeDiskAreCountedWhenTheyBite() {
        disk.crash();
        reopen();
        assertEquals(List.of(), bites, "a crash that finds all synced takes nothing");

        disk.failNextSync();
        disk.setCapacityBytes(0);
        assertThrows(StoreFailedException.class, () -> store.write(put(REDO, "04", "four")));
        disk.setCapacityBytes(Long.MAX_VALUE);
        store.close();
        reopen();
        assertThrows(StoreFailedException.class, () -> store.write(put(REDO, "04", "four")));
        disk.crash();

        assertEquals(List.of("FULL_DISK", "FAILED_SYNC", "CUT_LOG"), bites);
        disk.removeBiteHook();
        reopen();
        assertAllIsWell();
    }

    @Test
    void damageIsDoneToEntriesThatAreThere() {
        assertThrows(IllegalArgumentException.class, () -> disk.makeUnreadable(REDO, 3));
        assertThrows(IllegalArgumentException.class, () -> disk.flipBitOnNextRead(REDO, -1, 0));
        assertThrows(IllegalArgumentException.class, () -> disk.flipBitOnRead(-1, 0));
    }
}
