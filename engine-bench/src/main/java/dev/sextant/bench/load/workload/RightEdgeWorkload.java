package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** All clients insert at the end of one order of keys, so that all want the same page of a tree. */
final class RightEdgeWorkload implements Workload {
    static final String NAME = "right-edge";

    private static final char KIND = 'e';

    private final WorkloadSettings settings;
    private final AtomicLong next = new AtomicLong();
    private final LongAdder inserted = new LongAdder();

    RightEdgeWorkload(WorkloadSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "puts of one new row of " + settings.valueBytes() + " bytes, with ascending keys that all clients share";
    }

    @Override
    public void load(Client client) {
        // It begins with nothing.
    }

    @Override
    public Actor actor(int number, int of, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> {
            byte[] key = Keys.of(KIND, next.getAndIncrement());
            byte[] value = Values.of(0, settings.valueBytes(), random);
            return new Counted(
                    client -> client.transact(transaction -> {
                        transaction.put(key, value);
                        return key;
                    }),
                    inserted);
        };
    }

    @Override
    public List<String> findings(Client client) throws Exception {
        long found = 0;
        for (long row = 0; row < next.get(); row++) {
            found += client.get(Keys.of(KIND, row)) == null ? 0 : 1;
        }
        return Numbers.lost(found, inserted.sum(), "inserts");
    }
}
