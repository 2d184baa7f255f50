package dev.sextant.replication.sim.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Correct databases are never accused, and what they showed, changed a little, always betrays itself. */
class ListAppendCheckerPropertyTest {
    @Property(tries = 300)
    void whatRanSeriallyPasses(@ForAll long seed, @ForAll @IntRange(min = 1, max = 6) int clients) {
        SerialModel model = new SerialModel(new Random(seed), clients, 3, true);
        List<ObservedTransaction> observed = model.run(100);
        assertEquals(List.of(), ListAppendChecker.check(observed));
        assertEquals(List.of(), ListAppendChecker.check(observed, model.finalState()));
    }

    @Property(tries = 300)
    void whatRanUnderParallelSnapshotIsolationPasses(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int sites) {
        Random random = new Random(seed);
        SnapshotModel model =
                new SnapshotModel(random, SnapshotModel.Bug.NONE, 1 + random.nextInt(8), 1 + random.nextInt(8), sites);
        List<ObservedTransaction> observed = model.run(200);
        assertEquals(List.of(), ListAppendChecker.check(observed));
        assertEquals(List.of(), ListAppendChecker.check(observed, model.finalState()));
    }

    /** Long enough for each bug to show itself: of 1,000 transactions, seed -1218 with CHECKS_NO_READS had none that did. */
    @Property(tries = 50)
    void brokenDatabasesAreFound(@ForAll long seed, @ForAll SnapshotModel.Bug bug) {
        SnapshotModel model = new SnapshotModel(new Random(seed), bug, 8, 4, 3);
        List<ObservedTransaction> observed = model.run(2_500);
        List<Anomaly> found = ListAppendChecker.check(observed, model.finalState());
        assertEquals(bug == SnapshotModel.Bug.NONE, found.isEmpty(), found::toString);
    }

    @Property(tries = 100)
    void droppingAnElementIsFound(@ForAll long seed) {
        findsChange(seed, 1, (elements, random) -> elements.remove(random.nextInt(elements.size())));
    }

    @Property(tries = 100)
    void droppingTheNewestElementIsFound(@ForAll long seed) {
        findsChange(seed, 1, (elements, random) -> elements.remove(elements.size() - 1));
    }

    @Property(tries = 100)
    void swappingElementsIsFound(@ForAll long seed) {
        findsChange(seed, 2, (elements, random) -> {
            int at = random.nextInt(elements.size() - 1);
            Collections.swap(elements, at, at + 1);
        });
    }

    @Property(tries = 100)
    void doublingAnElementIsFound(@ForAll long seed) {
        findsChange(seed, 1, (elements, random) -> elements.add(elements.get(random.nextInt(elements.size()))));
    }

    @Property(tries = 100)
    void inventingAnElementIsFound(@ForAll long seed) {
        findsChange(seed, 0, (elements, random) -> elements.add(random.nextInt(elements.size() + 1), 1_000_000L));
    }

    /** Many transactions in one go: there is nothing here that takes long. */
    @Example
    void largeHistoriesPass() {
        SnapshotModel model = new SnapshotModel(new Random(1), SnapshotModel.Bug.NONE, 16, 50, 4);
        List<ObservedTransaction> observed = model.run(20_000);
        assertEquals(List.of(), ListAppendChecker.check(observed, model.finalState()));
    }

    private interface Change {
        void apply(List<Long> elements, Random random);
    }

    private static void findsChange(long seed, int least, Change change) {
        Random random = new Random(seed);
        SerialModel model = new SerialModel(random, 3, 2, false);
        List<ObservedTransaction> observed = new ArrayList<>(model.runStrictly(30));
        changeOne(observed, least, random, elements -> change.apply(elements, random));
        assertFalse(ListAppendChecker.check(observed, model.finalState()).isEmpty());
    }

    private static void changeOne(
            List<ObservedTransaction> observed, int least, Random random, Consumer<List<Long>> change) {
        int start = random.nextInt(observed.size());
        for (int i = 0; i < observed.size(); i++) {
            int at = (start + i) % observed.size();
            List<Operation> operations = new ArrayList<>(observed.get(at).operations());
            for (int j = 0; j < operations.size(); j++) {
                if (operations.get(j) instanceof Operation.Read read
                        && read.elements().size() >= least) {
                    List<Long> elements = new ArrayList<>(read.elements());
                    change.accept(elements);
                    operations.set(j, new Operation.Read(read.key(), elements));
                    observed.set(at, withOperations(observed.get(at), operations));
                    return;
                }
            }
        }
        throw new AssertionError("nobody read " + least + " elements");
    }

    private static ObservedTransaction withOperations(ObservedTransaction it, List<Operation> operations) {
        return new ObservedTransaction(
                it.client(),
                it.beganNanos(),
                it.endedNanos(),
                it.isolation(),
                it.consistency(),
                it.outcome(),
                operations);
    }
}
