package dev.sextant.bench.processes;

import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Session;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Accounts between which money moves, and a ledger with a row for each transfer, under the number of the attempt that committed. So
 * what is in the ledger can be held against what clients were told, and the balances against their sum.
 */
record Bank(Table<Long, Long> accounts, Table<Long, Long> ledger) {
    static final int ACCOUNTS = 1_000;
    static final long INITIAL_BALANCE = 1_000_000;
    private static final int MOST = 100;
    private static final int PART_ROWS = 5_000;

    /** Opens it, and makes it if it is not there. */
    static Bank open(Database database) {
        Bank bank = new Bank(
                database.table("accounts", Codecs.int64(), Codecs.int64()),
                database.table("ledger", Codecs.int64(), Codecs.int64()));
        database.run(transaction -> {
            if (transaction.get(bank.accounts, 0L).isEmpty()) {
                for (long account = 0; account < ACCOUNTS; account++) {
                    transaction.put(bank.accounts, account, INITIAL_BALANCE);
                }
            }
        });
        return bank;
    }

    /** Moves some money, and notes it under a number that was never used. */
    void transfer(Transaction transaction, long attempt, SplittableRandom random) {
        long from = random.nextInt(ACCOUNTS);
        long to = (from + 1L + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        long amount = 1L + random.nextInt(MOST);
        transaction.put(accounts, from, transaction.get(accounts, from).orElseThrow() - amount);
        transaction.put(accounts, to, transaction.get(accounts, to).orElseThrow() + amount);
        transaction.insert(ledger, attempt, amount);
    }

    private List<Row<Long, Long>> part(Transaction transaction, Range<Long> range) {
        return transaction.scan(ledger, range, ScanOptions.DEFAULT.withLimit(PART_ROWS));
    }

    /**
     * What is there, when it was read.
     *
     * @param attempts the numbers in the ledger
     * @param balance of all accounts together
     */
    record Content(TreeSet<Long> attempts, long balance) {}

    /** Reads everything that any client was told of before. */
    Content read(Database database) {
        TransactionOptions newest = TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL);
        try (Session session = database.session()) {
            return session.transact(newest, transaction -> {
                TreeSet<Long> attempts = new TreeSet<>();
                Range<Long> rest = Range.all();
                for (List<Row<Long, Long>> rows = part(transaction, rest); !rows.isEmpty(); ) {
                    rows.forEach(row -> attempts.add(row.key()));
                    rest = Range.greaterThan(attempts.last());
                    rows = part(transaction, rest);
                }
                long balance = 0;
                for (Row<Long, Long> row : transaction.scan(accounts, Range.all(), ScanOptions.DEFAULT)) {
                    balance += row.value();
                }
                return new Content(attempts, balance);
            });
        }
    }
}
