package dev.sextant.bench.load.workload;

import dev.sextant.bench.contender.Client;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads and writes four rows in a transaction: rows that only this writer's clients use, or, in so many of 100 transactions, rows that the
 * clients of all writers use. What one writer's clients share among themselves costs no conflict of pages; what writers share does.
 */
final class SharingWorkload implements Workload {
    static final String NAME = "sharing";

    private static final char KIND = 'p';
    private static final int PAGE_BYTES = 8 << 10;
    /** Of a row: its key, and what the page adds. */
    private static final int BESIDE_VALUE_BYTES = 17 + 13;

    private static final int ROWS_A_TRANSACTION = 4;
    private static final int PERCENT = 100;
    private static final long SHARED = 0;

    private final WorkloadSettings settings;
    private final LongAdder transactions = new LongAdder();

    SharingWorkload(WorkloadSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String description() {
        return "get and put of " + ROWS_A_TRANSACTION + " rows of " + settings.valueBytes()
                + " bytes in a transaction; "
                + settings.sharedPercent() + " % of the transactions on about " + settings.sharedPages()
                + " pages that " + settings.groups()
                + " groups of clients share, the others on as many of each group's own";
    }

    /** How many fit on a page of the default size. */
    private int rowsAPage() {
        return Math.max(1, PAGE_BYTES / (settings.valueBytes() + BESIDE_VALUE_BYTES));
    }

    /** Area 0 is shared; the others belong to a group each. */
    private long rows(long area) {
        if (area == SHARED) {
            return settings.sharedPercent() == 0 ? 0 : (long) settings.sharedPages() * rowsAPage();
        }
        return settings.sharedPercent() == PERCENT ? 0 : (long) settings.sharedPages() * rowsAPage();
    }

    @Override
    public void load(Client client) throws Exception {
        SplittableRandom random = new SplittableRandom(settings.sharedPages());
        for (long area = SHARED; area <= settings.groups(); area++) {
            long here = area;
            Loading.rows(
                    client,
                    rows(here),
                    row -> Keys.of(KIND, here, row),
                    row -> Values.of(0, settings.valueBytes(), random));
        }
    }

    @Override
    public Actor actor(int number, int of, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long own = 1L + number % settings.groups();
        return () -> {
            long area = random.nextInt(PERCENT) < settings.sharedPercent() ? SHARED : own;
            byte[][] keys = new byte[ROWS_A_TRANSACTION][];
            for (int i = 0; i < keys.length; i++) {
                keys[i] = Keys.of(KIND, area, random.nextLong(rows(area)));
            }
            byte[] filling = Values.of(0, settings.valueBytes(), random);
            return new Counted(
                    client -> client.transact(transaction -> update(transaction, keys, filling)), transactions);
        };
    }

    private static long update(Client.Transaction transaction, byte[][] keys, byte[] filling) throws Exception {
        long last = 0;
        for (byte[] key : keys) {
            last = Numbers.increment(transaction, key, filling);
        }
        return last;
    }

    @Override
    public List<String> findings(Client client) throws Exception {
        long found = 0;
        for (long area = SHARED; area <= settings.groups(); area++) {
            long here = area;
            found += Numbers.sum(client, rows(here), row -> Keys.of(KIND, here, row));
        }
        return Numbers.lost(found, ROWS_A_TRANSACTION * transactions.sum(), "updates");
    }
}
