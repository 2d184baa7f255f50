package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A mix of YCSB (Cooper et al., <i>Benchmarking cloud serving systems with YCSB</i>, SoCC 2010): rows drawn by {@link Zipf} and scattered, or
 * the newest ones. Unlike there a row is one value, not ten fields, and updates write it whole.
 */
final class YcsbWorkload implements Workload {
    private static final char KIND = 'y';
    private static final int SCAN_MOST = 100;
    private static final int PERCENT = 100;

    private final YcsbMix mix;
    private final WorkloadSettings settings;
    private final Zipf zipf;
    private final AtomicLong next;
    private final LongAdder inserted = new LongAdder();

    YcsbWorkload(YcsbMix mix, WorkloadSettings settings) {
        this.mix = mix;
        this.settings = settings;
        zipf = new Zipf(settings.rows());
        next = new AtomicLong(settings.rows());
    }

    static String name(YcsbMix mix) {
        return "ycsb-" + mix.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String name() {
        return name(mix);
    }

    @Override
    public String description() {
        return mix + "; " + settings.rows() + " rows of " + settings.valueBytes() + " bytes at first, zipfian 0.99, "
                + (mix.latest ? "newest rows first" : "scattered")
                + (mix.scans > 0 ? "; scans of 1 to " + SCAN_MOST + " rows" : "");
    }

    @Override
    public void load(Client client) throws Exception {
        SplittableRandom random = new SplittableRandom(settings.rows());
        Loading.rows(client, settings.rows(), YcsbWorkload::key, row -> Values.of(row, settings.valueBytes(), random));
    }

    private static byte[] key(long row) {
        return Keys.of(KIND, Zipf.scatter(row));
    }

    @Override
    public Actor actor(int number, int of, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return () -> draw(random);
    }

    private Operation draw(SplittableRandom random) {
        int die = random.nextInt(PERCENT);
        if (die < mix.inserts) {
            long row = next.getAndIncrement();
            byte[] value = Values.of(row, settings.valueBytes(), random);
            return new Counted(put(key(row), value), inserted);
        }
        long row = row(random);
        byte[] key = key(row);
        int updates = die - mix.inserts;
        if (updates < mix.updates) {
            return put(key, Values.of(row, settings.valueBytes(), random));
        }
        int scans = updates - mix.updates;
        if (scans < mix.scans) {
            int limit = 1 + random.nextInt(SCAN_MOST);
            return client -> client.transact(transaction -> transaction.scan(key, limit));
        }
        if (scans - mix.scans < mix.readsAndWrites) {
            byte[] value = Values.of(row, settings.valueBytes(), random);
            return client -> client.transact(transaction -> Numbers.change(transaction, key, value, 0));
        }
        return client -> read(client, row, key);
    }

    private static Operation put(byte[] key, byte[] value) {
        return client -> client.transact(transaction -> {
            transaction.put(key, value);
            return value;
        });
    }

    private long row(SplittableRandom random) {
        long rank = zipf.draw(random);
        return mix.latest ? next.get() - 1 - rank : Zipf.scatter(rank) % settings.rows();
    }

    /** A row that is being inserted may not be there yet. */
    private void read(Client client, long row, byte[] key) throws Exception {
        byte[] value = client.get(key);
        if (value == null ? row < settings.rows() : Values.number(value) != row) {
            throw new IllegalStateException("row " + row + " is not what was put there");
        }
    }

    @Override
    public List<String> findings(Client client) throws Exception {
        for (long row = 0; row < settings.rows(); row++) {
            read(client, row, key(row));
        }
        long found = 0;
        for (long row = settings.rows(); row < next.get(); row++) {
            found += client.get(key(row)) == null ? 0 : 1;
        }
        return Numbers.lost(found, inserted.sum(), "inserts");
    }
}
