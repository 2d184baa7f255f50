package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** All clients add to one row: what a hot row costs where additions need not conflict, and where they do. */
final class CounterWorkload implements Workload {
    static final String NAME = "counter";

    private static final byte[] COUNTER = Keys.of('n', 0);

    private final LongAdder additions = new LongAdder();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "all clients add 1 to the same row; where a contender has no addition it is read and written";
    }

    @Override
    public void load(Client client) {
        // A row that is not there counts as 0.
    }

    @Override
    public Actor actor(int number, int of, long seed) {
        Operation addition = new Counted(
                client -> client.transact(transaction -> {
                    transaction.add(COUNTER, 1);
                    return COUNTER;
                }),
                additions);
        return () -> addition;
    }

    @Override
    public List<String> findings(Client client) throws Exception {
        byte[] value = client.get(COUNTER);
        return Numbers.lost(value == null ? 0 : Values.number(value), additions.sum(), "additions");
    }
}
