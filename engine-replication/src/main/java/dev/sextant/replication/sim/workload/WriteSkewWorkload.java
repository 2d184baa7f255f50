package dev.sextant.replication.sim.workload;

import dev.sextant.api.Codecs;
import dev.sextant.api.IsolationLevel;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Pairs of numbers: a transaction reads both and decreases one, unless their sum would become negative; then it increases it.
 * Serializable transactions keep every sum at zero or above. Those of snapshot isolation may not, and that variant shows that
 * the clients do meet.
 */
public final class WriteSkewWorkload extends StartedWorkload<WriteSkewWorkload.Pairs> {
    private static final long INITIAL = 5;
    private static final int MOST_PAIRS = 4;
    private static final int MOST_CHANGE = 10;

    /** Pairs under transactions of this level. */
    public WriteSkewWorkload(IsolationLevel level) {
        super(context -> new Pairs(context, level));
    }

    /** How often a sum below zero was seen; no anomaly under snapshot isolation. */
    public long skews() {
        return running().check.skews();
    }

    /** The pairs, and what was seen of them. */
    static final class Pairs implements Running {
        private final WorkloadContext context;
        private final IsolationLevel level;
        private final RandomGenerator random;
        private final Table<Long, Long> table;
        private final List<Client> clients;
        private final WriteSkewCheck check;
        private final int pairCount;

        Pairs(WorkloadContext context, IsolationLevel level) {
            this.context = context;
            this.level = level;
            random = context.random();
            pairCount = 1 + random.nextInt(MOST_PAIRS);
            check = new WriteSkewCheck(level == IsolationLevel.SERIALIZABLE);
            table = context.database().table("pairs", Codecs.int64(), Codecs.int64());
            context.database().run(transaction -> {
                for (long number = 0; number < 2 * pairCount; number++) {
                    transaction.put(table, number, INITIAL);
                }
            });
            for (long pair = 0; pair < pairCount; pair++) {
                check.begins(pair, INITIAL);
            }
            clients = Client.all(context);
        }

        @Override
        public CompletionStage<Step> step(int client) {
            TransactionOptions options = TransactionOptions.DEFAULT
                    .withIsolation(level)
                    .withConsistency(random.nextInt(5) == 0 ? ReadConsistency.GLOBAL : ReadConsistency.SESSION);
            long pair = random.nextInt(pairCount);
            Change change = new Change(2 * pair + random.nextInt(2), 1 + random.nextInt(MOST_CHANGE));
            boolean isAudit = random.nextInt(6) == 0;
            return clients.get(client)
                    .run(options, transaction -> isAudit
                            ? read(transaction, pair).thenAccept(numbers -> {})
                            : change.carryOut(transaction, pair))
                    .thenApply(attempt -> change.ended(attempt.step()));
        }

        private record Numbers(long one, long other) {}

        private CompletionStage<Numbers> read(Transaction transaction, long pair) {
            return transaction.getAsync(table, 2 * pair).thenCompose(one -> transaction
                    .getAsync(table, 2 * pair + 1)
                    .thenApply(other -> {
                        check.seen(pair, one.orElseThrow(), other.orElseThrow());
                        return new Numbers(one.orElseThrow(), other.orElseThrow());
                    }));
        }

        /** What a transaction does to a number, once it has read both. */
        private final class Change {
            private final long number;
            private final long amount;
            private long change;

            Change(long number, long amount) {
                this.number = number;
                this.amount = amount;
            }

            CompletionStage<?> carryOut(Transaction transaction, long pair) {
                return read(transaction, pair).thenAccept(numbers -> {
                    change = numbers.one() + numbers.other() >= amount ? -amount : amount;
                    long value = number == 2 * pair ? numbers.one() : numbers.other();
                    transaction.put(table, number, value + change);
                });
            }

            Step ended(Step step) {
                check.changed(number, change, step);
                return step;
            }
        }

        @Override
        public void finish() {
            Reading.last(context, transaction -> {
                check.ended(Reading.map(Reading.all(transaction, table)));
                return true;
            });
        }

        @Override
        public List<String> anomalies() {
            return check.anomalies();
        }
    }
}
