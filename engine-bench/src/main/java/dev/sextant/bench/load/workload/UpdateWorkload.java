package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/** Reads one row and writes it again, each drawn uniformly: what a commit costs when hardly anybody is in the way. */
final class UpdateWorkload implements Workload {
    static final String NAME = "update";

    private static final char KIND = 'u';

    private final WorkloadSettings settings;
    private final LongAdder updates = new LongAdder();

    UpdateWorkload(WorkloadSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "get and put of one row in a transaction, " + settings.rows() + " rows of " + settings.valueBytes()
                + " bytes, uniform";
    }

    @Override
    public void load(Client client) throws Exception {
        SplittableRandom random = new SplittableRandom(settings.rows());
        Loading.rows(
                client, settings.rows(), row -> Keys.of(KIND, row), row -> Values.of(0, settings.valueBytes(), random));
    }

    @Override
    public Actor actor(int number, int of, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> {
            byte[] key = Keys.of(KIND, random.nextInt(settings.rows()));
            byte[] filling = Values.of(0, settings.valueBytes(), random);
            return new Counted(
                    client -> client.transact(transaction -> Numbers.increment(transaction, key, filling)), updates);
        };
    }

    @Override
    public List<String> findings(Client client) throws Exception {
        long found = Numbers.sum(client, settings.rows(), row -> Keys.of(KIND, row));
        return Numbers.lost(found, updates.sum(), "updates");
    }
}
