package dev.sextant.bench.demo;

import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.Table;

/**
 * The tables of the demonstration and what is in them at the beginning.
 *
 * @param names code point to name
 * @param accounts number to balance
 * @param counters name to count
 * @param ledger {@link AttemptId} to what was done
 */
record DemoTables(
        Table<Long, String> names,
        Table<Long, Long> accounts,
        Table<String, Long> counters,
        Table<Long, Transfer> ledger) {
    static final int ACCOUNTS = 1_000;
    static final long INITIAL_BALANCE = 1_000_000;
    static final int COUNTERS = 4;

    /** Opens them, creating those that are absent. */
    static DemoTables open(Database database) {
        return new DemoTables(
                database.table("names", Codecs.int64(), Codecs.utf8()),
                database.table("accounts", Codecs.int64(), Codecs.int64()),
                database.table("counters", Codecs.utf8(), Codecs.int64()),
                database.table("ledger", Codecs.int64(), Transfer.CODEC));
    }

    /** Puts the first balances and counts in, all or none. */
    void fill(Database database) {
        database.run(transaction -> {
            for (long account = 0; account < ACCOUNTS; account++) {
                transaction.put(accounts, account, INITIAL_BALANCE);
            }
            for (int counter = 0; counter < COUNTERS; counter++) {
                transaction.put(counters, counterName(counter), 0L);
            }
        });
    }

    /** The key of a counter. */
    static String counterName(int counter) {
        return "hot-" + counter;
    }
}
