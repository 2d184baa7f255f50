package dev.sextant.storage.memory;

import static dev.sextant.storage.store.ColumnFamily.META;
import static dev.sextant.storage.store.StoreFixtures.IDENTITY;
import static dev.sextant.storage.store.StoreFixtures.key;
import static dev.sextant.storage.store.StoreFixtures.text;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.storage.memory.WriteHook.Point;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.SegmentStoreModelContract;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreModel;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

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

    @Property(tries = 500)
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
