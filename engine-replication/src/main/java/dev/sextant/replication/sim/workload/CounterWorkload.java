package dev.sextant.replication.sim.workload;

import dev.sextant.api.Codecs;
import dev.sextant.api.Range;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/**
 * Everybody adds to a few hot rows. Additions never lose a conflict, however hot the row, and none is lost or counted twice,
 * however often its transaction was rebased.
 */
public final class CounterWorkload extends StartedWorkload<CounterWorkload.Counters> {
    private static final int MOST_COUNTERS = 4;

    /** Counters under transactions of this mix. */
    public CounterWorkload(Mix mix) {
        super(context -> new Counters(context, mix));
    }

    /** The counters, and what was seen of them. Hot ones have keys from 0, that of client n is -1 - n. */
    static final class Counters implements Running {
        private final WorkloadContext context;
        private final Mix mix;
        private final RandomGenerator random;
        private final Table<Long, Long> table;
        private final List<Client> clients;
        private final int hotCount;
        private final CounterCheck check;

        /** There are no rows yet: an addition to an absent one is one like any other. */
        Counters(WorkloadContext context, Mix mix) {
            this.context = context;
            this.mix = mix;
            random = context.random();
            hotCount = 1 + random.nextInt(MOST_COUNTERS);
            table = context.database().table("counters", Codecs.int64(), Codecs.int64());
            clients = Client.all(context);
            check = new CounterCheck(context.clients());
        }

        @Override
        public CompletionStage<Step> step(int client) {
            return random.nextInt(4) == 0 ? read(clients.get(client)) : add(clients.get(client));
        }

        private CompletionStage<Step> add(Client client) {
            SortedMap<Long, Long> additions = new TreeMap<>();
            int most = 1 + random.nextInt(2);
            for (int i = 0; i < most; i++) {
                additions.put((long) random.nextInt(hotCount), 1L + random.nextInt(9));
            }
            return client.run(mix.draw(random), transaction -> {
                        add(transaction, client.number(), additions);
                        return Stages.done();
                    })
                    .thenApply(attempt -> {
                        check.added(client.number(), additions, attempt);
                        return attempt.step();
                    });
        }

        private void add(Transaction transaction, int client, SortedMap<Long, Long> additions) {
            additions.forEach((counter, addition) -> {
                transaction.add(table, counter, addition);
                transaction.add(table, -1L - client, addition);
            });
        }

        private CompletionStage<Step> read(Client client) {
            TransactionOptions options = mix.draw(random).asReadOnly();
            List<Long> before = Mix.isGlobal(options) ? check.least() : List.of();
            return client.run(options, transaction -> transaction
                            .scanAsync(table, Range.all(), ScanOptions.DEFAULT)
                            .thenAccept(rows -> check.read(
                                    new CounterCheck.Read(client.number(), before, hot(rows), own(rows)))))
                    .thenApply(Attempt::step);
        }

        @Override
        public void finish() {
            Reading.last(context, transaction -> {
                List<Row<Long, Long>> rows = Reading.all(transaction, table);
                check.ended(hot(rows), own(rows));
                return true;
            });
        }

        @Override
        public List<String> anomalies() {
            return check.anomalies();
        }

        private static SortedMap<Long, Long> hot(List<Row<Long, Long>> rows) {
            return Reading.map(rows.stream().filter(row -> row.key() >= 0).toList());
        }

        private static SortedMap<Integer, Long> own(List<Row<Long, Long>> rows) {
            SortedMap<Integer, Long> own = new TreeMap<>();
            rows.stream().filter(row -> row.key() < 0).forEach(row -> own.put((int) (-1 - row.key()), row.value()));
            return own;
        }
    }
}
