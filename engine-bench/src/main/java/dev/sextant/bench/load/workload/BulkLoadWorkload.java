package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Inserts rows in the order of their keys, many in a transaction, each client on a stretch of its own. */
final class BulkLoadWorkload implements Workload {
    static final String NAME = "bulk-load";

    private static final char KIND = 'b';
    private static final int ROWS_A_TRANSACTION = 1_000;

    private final WorkloadSettings settings;
    private final AtomicLong stretches = new AtomicLong();
    private final LongAdder transactions = new LongAdder();

    BulkLoadWorkload(WorkloadSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "puts of " + ROWS_A_TRANSACTION + " new rows of " + settings.valueBytes()
                + " bytes in a transaction, in the order of their keys, each client on a stretch of its own";
    }

    @Override
    public void load(Client client) {
        // It begins with nothing.
    }

    @Override
    public Actor actor(int number, int of, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long stretch = stretches.getAndIncrement();
        long[] next = new long[1];
        return () -> {
            long from = next[0];
            next[0] += ROWS_A_TRANSACTION;
            byte[] filling = Values.of(0, settings.valueBytes(), random);
            return new Operation() {
                @Override
                public void run(Client client) throws Exception {
                    client.transact(transaction -> insert(transaction, stretch, from, filling));
                }

                @Override
                public void done() {

                    transactions.increment();
                }
            };
        };
    }

    private static long insert(Client.Transaction transaction, long stretch, long from, byte[] filling)
            throws Exception {
        for (long row = from; row < from + ROWS_A_TRANSACTION; row++) {
            transaction.put(Keys.of(KIND, stretch, row), filling);
        }
        return from;
    }

    /** Looks at the first and the last row of every transaction. */
    @Override
    public List<String> findings(Client client) throws Exception {
        long found = 0;
        for (long stretch = 0; stretch < stretches.get(); stretch++) {
            long from = 0;
            while (client.get(Keys.of(KIND, stretch, from)) != null
                    && client.get(Keys.of(KIND, stretch, from + ROWS_A_TRANSACTION - 1)) != null) {
                from += ROWS_A_TRANSACTION;
                found++;
            }
        }
        return Numbers.lost(found, transactions.sum(), "loads");
    }
}
