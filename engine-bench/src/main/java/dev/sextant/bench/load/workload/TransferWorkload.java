package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.List;
import java.util.SplittableRandom;

/** Moves money between two accounts; the sum of all stays. */
final class TransferWorkload implements Workload {
    static final String NAME = "transfer";

    private static final char KIND = 't';
    private static final long OPENING = 1_000_000;
    private static final int AMOUNT_MOST = 100;

    private final WorkloadSettings settings;

    TransferWorkload(WorkloadSettings settings) {
        if (settings.rows() < 2) {
            throw new IllegalArgumentException("a transfer needs two accounts, so --rows is at least 2");
        }
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "get and put of two rows in a transaction, " + settings.rows() + " rows of " + settings.valueBytes()
                + " bytes, uniform";
    }

    @Override
    public void load(Client client) throws Exception {
        SplittableRandom random = new SplittableRandom(settings.rows());
        Loading.rows(
                client,
                settings.rows(),
                row -> Keys.of(KIND, row),
                row -> Values.of(OPENING, settings.valueBytes(), random));
    }

    @Override
    public Actor actor(int number, int of, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> {
            int from = random.nextInt(settings.rows());
            int to = (from + 1 + random.nextInt(settings.rows() - 1)) % settings.rows();
            long amount = 1L + random.nextInt(AMOUNT_MOST);
            byte[] filling = Values.of(0, settings.valueBytes(), random);
            return client -> client.transact(transaction -> {
                Numbers.change(transaction, Keys.of(KIND, from), filling, -amount);
                return Numbers.change(transaction, Keys.of(KIND, to), filling, amount);
            });
        };
    }

    @Override
    public List<String> findings(Client client) throws Exception {
        long found = Numbers.sum(client, settings.rows(), row -> Keys.of(KIND, row));
        long expected = OPENING * settings.rows();
        return found == expected ? List.of() : List.of("all accounts have " + found + ", not " + expected);
    }
}
