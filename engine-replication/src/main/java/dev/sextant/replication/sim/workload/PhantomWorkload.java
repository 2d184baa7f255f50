package dev.sextant.replication.sim.workload;

import dev.sextant.api.Codecs;
import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Serializable transactions scan a range and then insert a row that depends on all they saw, or remove one: what one of them
 * did not see because it came into the range later (a phantom) becomes a value that is there twice, or a gap.
 */
public final class PhantomWorkload extends StartedWorkload<PhantomWorkload.Ranges> {
    private static final int MOST_RANGES = 4;
    /** A range with so many rows leaves its place to a new one. */
    private static final int FULL_ROWS = 40;

    private static final int QUEUE_ROWS = 15;
    private static final int SPREAD_BITS = 8;
    private static final int NUMBER_BITS = 32 - SPREAD_BITS;

    /** Draws everything at its set-up. */
    public PhantomWorkload() {
        super(Ranges::new);
    }

    /** The ranges, and what was seen of them. */
    static final class Ranges implements Running {
        private final WorkloadContext context;
        private final RandomGenerator random;
        private final Table<Long, Long> table;
        private final List<Client> clients;
        private final PhantomCheck check = new PhantomCheck();
        private final List<Long> ranges = new ArrayList<>();
        private long rows;
        private long nextRange;

        Ranges(WorkloadContext context) {
            this.context = context;
            random = context.random();
            table = context.database().table("ranges", Codecs.int64(), Codecs.int64());
            clients = Client.all(context);
            int count = 2 + random.nextInt(MOST_RANGES);
            for (; nextRange < count; nextRange++) {
                ranges.add(nextRange);
            }
        }

        @Override
        public CompletionStage<Step> step(int client) {
            TransactionOptions options = TransactionOptions.SERIALIZABLE.withConsistency(
                    random.nextInt(5) == 0 ? ReadConsistency.GLOBAL : ReadConsistency.SESSION);
            Visit visit = new Visit(client, ranges.get(random.nextInt(ranges.size())));
            return clients.get(client).run(options, visit::carryOut).thenApply(attempt -> visit.ended(attempt.step()));
        }

        /** Anywhere in the range, and never the same. */
        private long drawKey(long range) {
            long spread = random.nextInt(1 << SPREAD_BITS);
            return PhantomCheck.key(range, (spread << NUMBER_BITS) | rows++);
        }

        /** What one transaction does in a range. */
        private final class Visit {
            private final int client;
            private final long range;
            private final long newKey;
            private final boolean isDescending = random.nextBoolean();
            private final boolean isAudit = random.nextInt(6) == 0;
            private final boolean isRemoval = random.nextBoolean();
            private @Nullable Long insertedValue;
            private @Nullable Long removedKey;

            Visit(int client, long range) {
                this.client = client;
                this.range = range;
                newKey = drawKey(range);
            }

            CompletionStage<?> carryOut(Transaction transaction) {
                Range<Long> all = Range.closedOpen(PhantomCheck.key(range, 0), PhantomCheck.key(range + 1, 0));
                ScanOptions options = isDescending ? ScanOptions.DEFAULT.descending() : ScanOptions.DEFAULT;
                return transaction.scanAsync(table, all, options).thenCompose(found -> {
                    SortedMap<Long, Long> seen = Reading.map(found);
                    check.seen("client " + client, range, seen);
                    replaceIfFull(found);
                    return isAudit ? Stages.done() : change(transaction, seen);
                });
            }

            private void replaceIfFull(List<Row<Long, Long>> found) {
                int place = ranges.indexOf(range);
                if (found.size() >= FULL_ROWS && place >= 0) {
                    nextRange += 2 - (nextRange + range) % 2;
                    ranges.set(place, nextRange);
                }
            }

            private CompletionStage<Boolean> change(Transaction transaction, SortedMap<Long, Long> seen) {
                if (PhantomCheck.kind(range) == PhantomCheck.Kind.COUNTED) {
                    return insert(transaction, seen.size());
                }
                if (seen.isEmpty()) {
                    return insert(transaction, 0);
                }
                if (seen.size() > 1 && (isRemoval || seen.size() > QUEUE_ROWS)) {
                    return remove(transaction, seen);
                }
                return insert(transaction, Collections.max(seen.values()) + 1);
            }

            private CompletionStage<Boolean> insert(Transaction transaction, long value) {
                insertedValue = value;
                return transaction.insertAsync(table, newKey, value).thenApply(done -> true);
            }

            private CompletionStage<Boolean> remove(Transaction transaction, SortedMap<Long, Long> seen) {
                long lowest = Collections.min(seen.values());
                for (Map.Entry<Long, Long> row : seen.entrySet()) {
                    if (row.getValue() == lowest) {
                        removedKey = row.getKey();
                        transaction.delete(table, row.getKey());
                    }
                }
                return Stages.done();
            }

            Step ended(Step step) {
                if (insertedValue != null) {
                    check.inserted(newKey, insertedValue, step);
                }
                if (removedKey != null) {
                    check.removed(removedKey, step);
                }
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
