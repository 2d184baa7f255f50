package dev.sextant.replication.sim.workload;

import dev.sextant.api.Codecs;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.Session;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.replication.sim.check.ObservedTransaction;
import dev.sextant.replication.sim.check.ObservedTransaction.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Transactions that append to lists and read them, several keys at once. A list tells the whole history of its row, so a
 * checker can infer from the lists that were read which transaction saw which, and look for orders that no isolation level
 * allows.
 *
 * <p>An append reads the list and writes the longer one, so that of two that overlap one loses. It does not use
 * {@code merge}: to append is not commutative, as a merge has to be, and two that overlap would both commit, which is not
 * what a checker knows as snapshot isolation.
 */
public final class ListAppendWorkload extends StartedWorkload<ListAppendWorkload.Lists> {
    private static final int MOST_OPERATIONS = 5;
    private static final int MOST_TABLES = 4;

    /**
     * Lists under transactions of this mix.
     *
     * @param checker makes a sentence of each thing in a history that should not be there
     */
    public ListAppendWorkload(Mix mix, Function<List<ObservedTransaction>, List<String>> checker) {
        super(context -> new Lists(context, mix, checker));
    }

    /** What all clients have seen so far, in the order in which their transactions ended. */
    public List<ObservedTransaction> history() {
        return List.copyOf(running().history);
    }

    private enum Kind {
        READ,
        APPEND
    }

    private record Planned(Kind kind, String key, long element) {}

    /** The lists, and what was seen of them. */
    static final class Lists implements Running {
        private final WorkloadContext context;
        private final Mix mix;
        private final Function<List<ObservedTransaction>, List<String>> checker;
        private final RandomGenerator random;
        /** Several, so that not all lists are on the same page, which shows all of them or none at the same moment. */
        private final List<Table<String, List<Long>>> tables = new ArrayList<>();

        private final List<Client> clients;
        private final List<ObservedTransaction> history = new ArrayList<>();
        /** The keys in use; a long list leaves its place to a new one, since its next readers would pay for it. */
        private final List<String> keys = new ArrayList<>();

        private final List<String> allKeys = new ArrayList<>();
        private final int longestList;
        private final int readOnlyPercent;
        private long elements;

        Lists(WorkloadContext context, Mix mix, Function<List<ObservedTransaction>, List<String>> checker) {
            this.context = context;
            this.mix = mix;
            this.checker = checker;
            random = context.random();
            for (int count = 1 + random.nextInt(MOST_TABLES); count > 0; count--) {
                tables.add(context.database().table("lists " + count, Codecs.utf8(), LongLists.CODEC));
            }
            clients = Client.all(context);
            longestList = 10 + random.nextInt(90);
            // Two lists that are mostly read: whoever sees two independent writes in another order than somebody else
            // is found.
            boolean twoToRead = random.nextInt(3) == 0;
            readOnlyPercent = twoToRead ? 60 : 25;
            int keyCount = twoToRead ? 2 : 2 + random.nextInt(10);
            for (int i = 0; i < keyCount; i++) {
                keys.add(newKey());
            }
        }

        private Table<String, List<Long>> tableOf(String key) {
            return tables.get(Math.floorMod(key.hashCode(), tables.size()));
        }

        private String newKey() {
            String key = "list " + allKeys.size();
            allKeys.add(key);
            return key;
        }

        @Override
        public CompletionStage<Step> step(int client) {
            TransactionOptions drawn = mix.draw(random);
            List<Planned> plan = plan();
            boolean onlyReads = plan.stream().allMatch(planned -> planned.kind() == Kind.READ);
            TransactionOptions options = onlyReads ? drawn.asReadOnly() : drawn;
            List<Operation> seen = new ArrayList<>();
            return clients.get(client)
                    .run(options, transaction -> Stages.inOrder(plan, planned -> carryOut(transaction, planned, seen)))
                    .thenApply(attempt -> ended(client, options, attempt, seen));
        }

        private List<Planned> plan() {
            List<Planned> plan = new ArrayList<>();
            int operations = 1 + random.nextInt(MOST_OPERATIONS);
            boolean readOnly = random.nextInt(100) < readOnlyPercent;
            for (int i = 0; i < operations; i++) {
                Kind kind = readOnly || random.nextBoolean() ? Kind.READ : Kind.APPEND;
                plan.add(new Planned(kind, keys.get(random.nextInt(keys.size())), ++elements));
            }
            return plan;
        }

        private CompletionStage<?> carryOut(Transaction transaction, Planned planned, List<Operation> seen) {
            Table<String, List<Long>> table = tableOf(planned.key());
            return transaction.getAsync(table, planned.key()).thenAccept(found -> {
                List<Long> list = found.orElse(List.of());
                seen.add(new Operation.Read(planned.key(), list));
                if (planned.kind() == Kind.APPEND) {
                    transaction.put(table, planned.key(), LongLists.concat(list, List.of(planned.element())));
                    seen.add(new Operation.Append(planned.key(), planned.element()));
                }
            });
        }

        private Step ended(int client, TransactionOptions options, Attempt attempt, List<Operation> seen) {
            if (!seen.isEmpty()) {
                history.add(new ObservedTransaction(
                        client,
                        attempt.beganNanos(),
                        attempt.endedNanos(),
                        options.isolation(),
                        options.consistency(),
                        outcome(attempt.step()),
                        seen));
            }
            seen.forEach(this::replaceIfLong);
            return attempt.step();
        }

        private void replaceIfLong(Operation operation) {
            if (operation instanceof Operation.Read read && read.elements().size() >= longestList) {
                int place = keys.indexOf(read.key());
                if (place >= 0) {
                    keys.set(place, newKey());
                }
            }
        }

        private static ObservedTransaction.Outcome outcome(Step step) {
            return switch (step) {
                case COMMITTED -> ObservedTransaction.Outcome.COMMITTED;
                case ABORTED -> ObservedTransaction.Outcome.ABORTED;
                case UNKNOWN -> ObservedTransaction.Outcome.UNKNOWN;
            };
        }

        /** The last read is one more client's only transaction. */
        @Override
        public void finish() {
            TransactionOptions options = TransactionOptions.SERIALIZABLE.withConsistency(ReadConsistency.GLOBAL);
            long beganNanos = context.time().nowNanos();
            List<Operation> seen;
            try (Session session = context.database().session()) {
                seen = session.transact(options, this::readAll);
            }
            Attempt attempt = new Attempt(
                    Step.COMMITTED, Optional.empty(), beganNanos, context.time().nowNanos());
            ended(clients.size(), options, attempt, seen);
        }

        private List<Operation> readAll(Transaction transaction) {
            List<Operation> seen = new ArrayList<>();
            for (String key : allKeys) {
                seen.add(new Operation.Read(
                        key, transaction.get(tableOf(key), key).orElse(List.of())));
            }
            return seen;
        }

        @Override
        public List<String> anomalies() {
            return checker.apply(List.copyOf(history));
        }
    }
}
