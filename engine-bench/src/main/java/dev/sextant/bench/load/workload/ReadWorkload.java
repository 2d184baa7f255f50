package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.List;
import java.util.SplittableRandom;

/** Reads one row, drawn uniformly, outside of any transaction; all fit into memory. */
final class ReadWorkload implements Workload {
    static final String NAME = "read";

    private static final char KIND = 'r';

    private final WorkloadSettings settings;

    ReadWorkload(WorkloadSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "get of one row, " + settings.rows() + " rows of " + settings.valueBytes() + " bytes, uniform";
    }

    @Override
    public void load(Client client) throws Exception {
        SplittableRandom random = new SplittableRandom(settings.rows());
        Loading.rows(
                client,
                settings.rows(),
                row -> Keys.of(KIND, row),
                row -> Values.of(row, settings.valueBytes(), random));
    }

    @Override
    public Actor actor(int number, int of, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> {
            long row = random.nextInt(settings.rows());
            return client -> check(row, Values.number(client.get(Keys.of(KIND, row))));
        };
    }

    private static void check(long row, long number) {
        if (row != number) {
            throw new IllegalStateException("row " + row + " has the value of row " + number);
        }
    }

    @Override
    public List<String> findings(Client client) throws Exception {
        for (long row = 0; row < settings.rows(); row++) {
            check(row, Values.number(client.get(Keys.of(KIND, row))));
        }
        return List.of();
    }
}
