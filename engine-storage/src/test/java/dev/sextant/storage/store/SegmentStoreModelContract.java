package dev.sextant.storage.store;

import static dev.sextant.storage.store.StoreFixtures.IDENTITY;
import static dev.sextant.storage.store.StoreFixtures.collecting;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Any history of writes, scans and reopenings gives what the same history gives on five sorted maps. */
public abstract class SegmentStoreModelContract {
    /** Few and close together, so that histories meet the same keys again; with the bytes on which orders differ. */
    private static final byte[] KEY_BYTES = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff};

    /** One thing that happens to a store and to its model; checks what can be seen of both. */
    @FunctionalInterface
    interface Step {
        /** The handle to go on with. */
        SegmentStore apply(TestDisk disk, SegmentStore store, StoreModel model);
    }

    /** A blank disk. */
    protected abstract TestDisk newDisk();

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void behavesAsSortedMaps(@ForAll("histories") List<Step> history) {
        try (TestDisk disk = newDisk()) {
            StoreModel model = new StoreModel();
            SegmentStore store = disk.create(IDENTITY);
            try {
                for (Step step : history) {
                    store = step.apply(disk, store, model);
                    model.assertSameAs(store);
                }
            } finally {
                store.close();
            }
        }
    }

    @Provide
    Arbitrary<List<Step>> histories() {
        return Arbitraries.frequencyOf(Tuple.of(6, writes()), Tuple.of(4, scans()), Tuple.of(1, reopenings()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(20);
    }

    private static Arbitrary<Step> writes() {
        return batches().map(batch -> (disk, store, model) -> {
            store.write(batch);
            model.write(batch);
            return store;
        });
    }

    private static Arbitrary<Step> reopenings() {
        return Arbitraries.just((disk, store, model) -> {
            store.close();
            return disk.open(IDENTITY);
        });
    }

    private static Arbitrary<Step> scans() {
        return Combinators.combine(
                        families(), bounds(), bounds(), Arbitraries.integers().between(1, 5))
                .as((family, low, high, limit) -> (disk, store, model) -> {
                    assertEquals(
                            model.scan(family, low, high.length == 0 ? null : high, limit),
                            scanned(limit, to -> store.scan(family, low, high.length == 0 ? null : high, to)));
                    assertEquals(
                            model.scanReverse(family, high.length == 0 ? null : high, low, limit),
                            scanned(limit, to -> store.scanReverse(family, high.length == 0 ? null : high, low, to)));
                    return store;
                });
    }

    private static List<String> scanned(int limit, Consumer<StoreVisitor> scan) {
        List<String> found = new ArrayList<>();
        scan.accept((key, value) -> collecting(found).visit(key, value) && found.size() < limit);
        return found;
    }

    /** Batches of any changes of all kinds to all families. */
    public static Arbitrary<StoreBatch> batches() {
        return changes().list().ofMinSize(0).ofMaxSize(8).map(changes -> {
            StoreBatch batch = new StoreBatch();
            changes.forEach(change -> change.accept(batch));
            return batch;
        });
    }

    private static Arbitrary<Consumer<StoreBatch>> changes() {
        Arbitrary<Consumer<StoreBatch>> puts = Combinators.combine(families(), keys(), values())
                .as((family, key, value) -> batch -> batch.put(family, key, value));
        Arbitrary<Consumer<StoreBatch>> deletes =
                Combinators.combine(families(), keys()).as((family, key) -> batch -> batch.delete(family, key));
        Arbitrary<Consumer<StoreBatch>> ranges = Combinators.combine(families(), keys(), keys())
                .as((family, one, other) -> batch -> {
                    boolean inOrder = Arrays.compareUnsigned(one, other) <= 0;
                    batch.deleteRange(family, inOrder ? one : other, inOrder ? other : one);
                });
        return Arbitraries.frequencyOf(Tuple.of(5, puts), Tuple.of(2, deletes), Tuple.of(1, ranges));
    }

    private static Arbitrary<ColumnFamily> families() {
        return Arbitraries.of(ColumnFamily.values());
    }

    private static Arbitrary<byte[]> keys() {
        return keyBytes(1);
    }

    private static Arbitrary<byte[]> bounds() {
        return keyBytes(0);
    }

    private static Arbitrary<byte[]> keyBytes(int minLength) {
        return Arbitraries.bytes()
                .between((byte) 0, (byte) (KEY_BYTES.length - 1))
                .map(index -> KEY_BYTES[index])
                .array(byte[].class)
                .ofMinSize(minLength)
                .ofMaxSize(3);
    }

    private static Arbitrary<byte[]> values() {
        return Arbitraries.strings().alpha().ofMaxLength(12).map(StoreFixtures::text);
    }
}
