package dev.sextant.replication.sim.check;

import dev.sextant.api.IsolationLevel;
import dev.sextant.api.ReadConsistency;
import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * The dumbest database: a map of lists, and one transaction after the other. A transaction runs at one instant; its client began
 * it some time before and hears of it some time after, so that transactions of several clients overlap.
 */
final class SerialModel {
    private final Random random;
    private final boolean overlap;
    private final long[] idleSince;
    private final TreeMap<String, List<Long>> lists = new TreeMap<>();
    private final List<ObservedTransaction> observed = new ArrayList<>();
    private long instant;
    private long element;

    SerialModel(Random random, int clients, int keys, boolean overlap) {
        this.random = random;
        this.overlap = overlap;
        idleSince = new long[clients];
        for (int i = 0; i < keys; i++) {
            lists.put("k" + i, List.of());
        }
    }

    /** Runs transactions of random levels and outcomes. */
    List<ObservedTransaction> run(int transactions) {
        for (int i = 0; i < transactions; i++) {
            Outcome outcome = random.nextInt(5) > 0 ? Outcome.COMMITTED : pick(Outcome.values());
            run(pick(IsolationLevel.values()), pick(ReadConsistency.values()), outcome);
        }
        return observed;
    }

    /** Runs transactions that all commit and promise the most. */
    List<ObservedTransaction> runStrictly(int transactions) {
        for (int i = 0; i < transactions; i++) {
            run(IsolationLevel.SERIALIZABLE, ReadConsistency.GLOBAL, Outcome.COMMITTED);
        }
        return observed;
    }

    private void run(IsolationLevel isolation, ReadConsistency consistency, Outcome outcome) {
        int client = random.nextInt(idleSince.length);
        instant = Math.max(instant, idleSince[client]) + 1;
        long began = overlap ? instant - random.nextLong(instant - idleSince[client] + 1) : instant;
        long ended = overlap ? instant + random.nextLong(30) : instant;
        idleSince[client] = ended;
        TreeMap<String, List<Long>> before = new TreeMap<>(lists);
        List<Operation> operations = operations();
        boolean happens = outcome == Outcome.COMMITTED || (outcome == Outcome.UNKNOWN && random.nextBoolean());
        if (!happens) {
            lists.putAll(before);
        }
        observed.add(new ObservedTransaction(client, began, ended, isolation, consistency, outcome, operations));
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            String key = "k" + random.nextInt(lists.size());
            if (random.nextBoolean()) {
                List<Long> longer = new ArrayList<>(lists.get(key));
                longer.add(++element);
                lists.put(key, List.copyOf(longer));
                operations.add(new Operation.Append(key, element));
            } else {
                operations.add(new Operation.Read(key, lists.get(key)));
            }
        }
        return operations;
    }

    /** All lists, read after the end. */
    ObservedTransaction finalState() {
        List<Operation> reads = new ArrayList<>();
        lists.forEach((key, elements) -> reads.add(new Operation.Read(key, elements)));
        return new ObservedTransaction(
                -1,
                instant + 1_000,
                instant + 1_001,
                IsolationLevel.SERIALIZABLE,
                ReadConsistency.GLOBAL,
                Outcome.COMMITTED,
                reads);
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
