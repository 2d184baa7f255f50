package dev.sextant.storage.memory;

import static dev.sextant.storage.store.ColumnFamily.META;
import static dev.sextant.storage.store.StoreFixtures.IDENTITY;
import static dev.sextant.storage.store.StoreFixtures.key;
import static dev.sextant.storage.store.StoreFixtures.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.storage.memory.WriteHook.Point;
import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.SegmentStoreModelContract;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreModel;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever a disk does during any history of writes: what was acknowledged is there, and no batch is there in part. */
class MemoryDiskHistoriesTest {
    /** What happens to one write, and whether its batch is there after reopening. */
    enum Fault {
        NONE(true),
        CRASH_BEFORE_APPEND(false),
        CRASH_BEFORE_SYNC(false),
        TORN_LOG(false),
        FLIPPED_LOG(false),
        KILL_BEFORE_SYNC(true),
        CRASH_AFTER_SYNC(true),
        FAILED_SYNC_THEN_CRASH(false),
        FAILED_SYNC_THEN_CLOSE(true),
        DISK_FULL(false);

        private final boolean batchSurvives;

        Fault(boolean batchSurvives) {
            this.batchSurvives = batchSurvives;
        }
    }

    record Write(StoreBatch batch, Fault fault, int draw) {}

    private final MemoryDisk disk = new MemoryDisk("disk");

    /** Whatever was asked for before a loss of power: what is left is a prefix, and it has all that was synced. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void aLossOfPowerLeavesAPrefixWithAllThatWasSynced(
            @ForAll("batches") List<StoreBatch> batches,
            @ForAll("durabilities") List<Durability> durabilities,
            @ForAll @IntRange(max = 100) int keptPercent) {
        disk.lose();
        SegmentStore store = MemoryStore.create(disk, IDENTITY);
        List<StoreModel> prefixes = new ArrayList<>(List.of(new StoreModel()));
        int synced = 0;
        for (int i = 0; i < batches.size(); i++) {
            StoreBatch batch = batches.get(i).put(META, key("aa"), text("write " + i));
            Durability durability = durabilities.get(i % durabilities.size());
            store.write(batch, durability);
            StoreModel model = prefixes.get(i).copy();
            model.write(batch);
            model.assertSameAs(store);
            prefixes.add(model);
            synced = durability == Durability.SYNCED ? i + 1 : synced;
        }
        disk.crashTearing(disk.logBytes() * keptPercent / 100);
        store = MemoryStore.open(disk, IDENTITY);

        byte[] last = store.get(META, key("aa"));
        int found = last == null ? 0 : 1 + Integer.parseInt(new String(last, UTF_8).substring("write ".length()));
        assertTrue(found >= synced, "all that was synced is there");
        assertTrue(keptPercent < 100 || found == batches.size(), "a whole log loses nothing");
        prefixes.get(found).assertSameAs(store);
        store.close();
    }

    @Provide
    Arbitrary<List<StoreBatch>> batches() {
        return SegmentStoreModelContract.batches().list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<List<Durability>> durabilities() {
        return Arbitraries.of(Durability.SYNCED, Durability.UNSYNCED, Durability.UNSYNCED)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void keepsEveryAcknowledgedBatchAndNoPartOfAnother(@ForAll("histories") List<Write> history) {
        disk.lose();
        StoreModel model = new StoreModel();
        SegmentStore store = MemoryStore.create(disk, IDENTITY);
        for (int i = 0; i < history.size(); i++) {
            Write write = history.get(i);
            // Never empty: an empty batch does not reach the disk.
            StoreBatch batch = write.batch.put(META, key("aa"), text("write " + i));
            if (write.fault == Fault.NONE) {
                store.write(batch);
            } else {
                suffer(store, batch, write);
                store.close();
                store = MemoryStore.open(disk, IDENTITY);
            }
            if (write.fault.batchSurvives) {
                model.write(batch);
            }
            model.assertSameAs(store);
        }
        store.close();
    }

    private void suffer(SegmentStore store, StoreBatch batch, Write write) {
        arm(store, write);
        assertThrows(StoreFailedException.class, () -> store.write(batch));
        if (write.fault == Fault.FAILED_SYNC_THEN_CRASH) {
            disk.crash();
        }
        disk.removeWriteHook();
        disk.setCapacityBytes(Long.MAX_VALUE);
    }

    private void arm(SegmentStore store, Write write) {
        switch (write.fault) {
            case CRASH_BEFORE_APPEND -> at(Point.BEFORE_APPEND, disk::crash);
            case CRASH_BEFORE_SYNC -> at(Point.BEFORE_SYNC, disk::crash);
            case TORN_LOG -> at(Point.BEFORE_SYNC, () -> disk.crashTearing(write.draw % disk.logBytes()));
            case FLIPPED_LOG ->
                at(Point.BEFORE_SYNC, () -> {
                    disk.flipLogBit(write.draw);
                    disk.kill();
                });
            case KILL_BEFORE_SYNC -> at(Point.BEFORE_SYNC, disk::kill);
            case CRASH_AFTER_SYNC -> at(Point.AFTER_SYNC, disk::crash);
            case DISK_FULL -> disk.setCapacityBytes(store.sizeBytes() + write.draw % 10);
            default -> disk.failNextSync();
        }
    }

    private void at(Point where, Runnable fault) {
        disk.setWriteHook(point -> {
            if (point == where) {
                fault.run();
            }
        });
    }

    @Provide
    Arbitrary<List<Write>> histories() {
        Arbitrary<Integer> draws = Arbitraries.integers().between(0, 100_000);
        return Combinators.combine(SegmentStoreModelContract.batches(), Arbitraries.of(Fault.values()), draws)
                .as(Write::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }
}
