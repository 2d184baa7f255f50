package dev.sextant.replication.sim.check;

import dev.sextant.api.IsolationLevel;
import dev.sextant.api.ReadConsistency;
import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import dev.sextant.replication.sim.check.ObservedTransaction.Outcome;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The definition of parallel snapshot isolation, executed: a transaction reads from the set of transactions that its site has
 * applied when it begins, and commits if all who wrote what it writes are among them (and, if it is serializable, what it reads).
 * Sites apply what others committed whenever chance has it, each transaction after those that it saw. Several run at a time.
 */
final class SnapshotModel {
    /** What the model may do wrong. */
    enum Bug {
        NONE,
        /** Transactions overwrite what they did not see. */
        LOSES_UPDATES,
        /** Serializable transactions are not checked for what they read. */
        CHECKS_NO_READS,
        /** Sites apply transactions before those that they saw. */
        FORGETS_CAUSES,
        /** A session may go on where its last transaction is not known yet. */
        FORGETS_SESSIONS,
        /** Global reads take what is there. */
        READS_STALE,
        /** Some commits are acknowledged and not done. */
        LOSES_COMMITS,
        /** Some transactions that abort have done their work. */
        KEEPS_ABORTED
    }

    private final Random random;
    private final Bug bug;
    private final int keys;
    private final Running[] running;
    private final List<BitSet> sites = new ArrayList<>();
    private final BitSet[] sessions;
    private final List<BitSet> seenByCommitted = new ArrayList<>();

    /** Of each list the appends that committed, in the order in which they did. */
    private final TreeMap<String, List<Appended>> lists = new TreeMap<>();

    private final List<ObservedTransaction> observed = new ArrayList<>();
    private long now;
    private long element;

    private record Appended(int transaction, long element) {}

    private record Running(
            long began, IsolationLevel isolation, ReadConsistency consistency, int site, BitSet snapshot) {}

    SnapshotModel(Random random, Bug bug, int clients, int keys, int siteCount) {
        this.random = random;
        this.bug = bug;
        this.keys = keys;
        running = new Running[clients];
        sessions = new BitSet[clients];
        for (int i = 0; i < clients; i++) {
            sessions[i] = new BitSet();
        }
        for (int i = 0; i < siteCount; i++) {
            sites.add(new BitSet());
        }
        for (int i = 0; i < keys; i++) {
            lists.put("k" + i, new ArrayList<>());
        }
    }

    /** Runs until so many transactions have committed or aborted. */
    List<ObservedTransaction> run(int transactions) {
        while (observed.size() < transactions) {
            now++;
            int client = random.nextInt(running.length);
            if (random.nextInt(8) == 0) {
                applySome(sites.get(random.nextInt(sites.size())));
            } else if (running[client] == null) {
                running[client] = begin(client);
            } else {
                end(client, running[client]);
                running[client] = null;
            }
        }
        return observed;
    }

    private Running begin(int client) {
        int site = random.nextInt(sites.size());
        ReadConsistency consistency = pick(ReadConsistency.values());
        BitSet snapshot = (BitSet) sites.get(site).clone();
        if (bug != Bug.FORGETS_SESSIONS) {
            snapshot.or(sessions[client]);
        }
        if (consistency == ReadConsistency.GLOBAL && bug != Bug.READS_STALE) {
            snapshot.set(0, seenByCommitted.size());
        }
        return new Running(now, pick(IsolationLevel.values()), consistency, site, snapshot);
    }

    private void applySome(BitSet applied) {
        int some = applied.nextClearBit(0);
        if (some < seenByCommitted.size()) {
            apply(some + random.nextInt(seenByCommitted.size() - some), applied);
        }
    }

    private void apply(int transaction, BitSet applied) {
        if (bug != Bug.FORGETS_CAUSES) {
            applied.or(seenByCommitted.get(transaction));
        }
        applied.set(transaction);
    }

    private void end(int client, Running it) {
        TreeMap<String, List<Long>> own = new TreeMap<>();
        TreeSet<String> checked = new TreeSet<>();
        List<Operation> operations = operations(it, own, checked);
        boolean commits = checked.stream().allMatch(key -> sees(it.snapshot(), key));
        Outcome outcome = random.nextInt(10) == 0 ? Outcome.UNKNOWN : commits ? Outcome.COMMITTED : Outcome.ABORTED;
        boolean errs = bug == (commits ? Bug.LOSES_COMMITS : Bug.KEEPS_ABORTED) && random.nextInt(10) == 0;
        if (commits != errs) {
            commit(it, own);
        }
        if (outcome == Outcome.COMMITTED && commits != errs) {
            sessions[client].or(seenByCommitted.get(seenByCommitted.size() - 1));
            sessions[client].set(seenByCommitted.size() - 1);
        }
        observed.add(new ObservedTransaction(
                client, it.began(), now, it.isolation(), it.consistency(), outcome, operations));
    }

    private List<Operation> operations(Running it, TreeMap<String, List<Long>> own, TreeSet<String> checked) {
        List<Operation> operations = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            String key = "k" + random.nextInt(keys);
            List<Long> ownOfKey = own.computeIfAbsent(key, any -> new ArrayList<>());
            boolean append = random.nextInt(3) == 0;
            if (append) {
                ownOfKey.add(++element);
                operations.add(new Operation.Append(key, element));
            } else {
                operations.add(new Operation.Read(key, read(it.snapshot(), key, ownOfKey)));
            }
            boolean validated = it.isolation() == IsolationLevel.SERIALIZABLE && bug != Bug.CHECKS_NO_READS;
            if (validated || (append && bug != Bug.LOSES_UPDATES)) {
                checked.add(key);
            }
        }
        return operations;
    }

    private List<Long> read(BitSet snapshot, String key, List<Long> own) {
        List<Long> elements = new ArrayList<>();
        for (Appended appended : lists.get(key)) {
            if (snapshot.get(appended.transaction())) {
                elements.add(appended.element());
            }
        }
        elements.addAll(own);
        return elements;
    }

    private boolean sees(BitSet snapshot, String key) {
        return lists.get(key).stream().allMatch(appended -> snapshot.get(appended.transaction()));
    }

    private void commit(Running it, TreeMap<String, List<Long>> own) {
        int transaction = seenByCommitted.size();
        seenByCommitted.add(it.snapshot());
        own.forEach((key, elements) -> elements.forEach(each -> lists.get(key).add(new Appended(transaction, each))));
        apply(transaction, sites.get(it.site()));
    }

    /** All lists, read after the end. */
    ObservedTransaction finalState() {
        BitSet all = new BitSet();
        all.set(0, seenByCommitted.size());
        List<Operation> reads = new ArrayList<>();
        lists.keySet().forEach(key -> reads.add(new Operation.Read(key, read(all, key, List.of()))));
        return new ObservedTransaction(
                -1, now + 1, now + 2, IsolationLevel.SNAPSHOT, ReadConsistency.GLOBAL, Outcome.COMMITTED, reads);
    }

    private <T> T pick(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
