package dev.sextant.replication.runtime;

import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.Database;
import dev.sextant.api.IndeterminateCommitException;
import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.SextantException;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Clients that move money while things break. Each transfer also enters itself into a ledger, so that afterwards it can be
 * told for every single one whether it is there: all that were acknowledged must be, none that failed may be, and those whose
 * end nobody knows may or may not.
 */
final class Bank implements AutoCloseable {
    static final int ACCOUNTS = 200;
    static final long START = 1_000;
    private static final String ACCOUNTS_TABLE = "accounts";
    private static final String LEDGER_TABLE = "ledger";

    /** Sees all that was acknowledged, through whichever writer. */
    private static final TransactionOptions GLOBAL = TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL);

    private final Cluster cluster;
    private final List<Thread> clients = new ArrayList<>();
    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final Set<String> failed = new ConcurrentSkipListSet<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicLongArray progress = new AtomicLongArray(WriterId.MAX_COUNT);
    private final AtomicLong bugs = new AtomicLong();
    private ReadPoint opening = ReadPoint.ZERO;
    private volatile boolean stopped;

    /** Opens the accounts and starts clients on each writer's own endpoint. */
    Bank(Cluster cluster, int clientsOnEach) {
        this.cluster = cluster;
        fillAccounts();
        for (int slot = 0; slot < cluster.config().writers(); slot++) {
            for (int i = 0; i < clientsOnEach; i++) {
                WriterId writer = new WriterId(slot);
                int number = i;
                Thread thread = new Thread(() -> work(writer, number), "client-" + slot + "-" + i);
                clients.add(thread);
                thread.start();
            }
        }
    }

    private static Table<Long, Long> accounts(Database database) {
        return database.table(ACCOUNTS_TABLE, Codecs.int64(), Codecs.int64());
    }

    private static Table<String, Long> ledger(Database database) {
        return database.table(LEDGER_TABLE, Codecs.utf8(), Codecs.int64());
    }

    private void fillAccounts() {
        Database database = cluster.database();
        Table<Long, Long> accounts = accounts(database);
        // Opened before anything breaks.
        Table<String, Long> ledger = ledger(database);
        try (Session session = database.session()) {
            session.run(tx -> fill(tx, accounts, ledger));
            opening = session.readPoint();
        }
        acknowledged.add("opening");
    }

    private static void fill(Transaction tx, Table<Long, Long> accounts, Table<String, Long> ledger) {
        for (long account = 0; account < ACCOUNTS; account++) {
            tx.put(accounts, account, START);
        }
        tx.put(ledger, "opening", 0L);
    }

    private void work(WriterId writer, int number) {
        Random random = new Random(writer.slot() * 31L + number);
        Database database = cluster.database(writer);
        Table<Long, Long> accounts = accounts(cluster.database());
        Table<String, Long> ledger = ledger(cluster.database());
        try (Session session = database.session(SessionOptions.DEFAULT.withStartingAt(opening))) {
            for (long turn = 0; !stopped; turn++) {
                String entry = writer.slot() + "-" + number + "-" + turn;
                long from = random.nextInt(ACCOUNTS);
                long to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
                long amount = 1L + random.nextInt(10);
                transfer(session, accounts, ledger, new Transfer(entry, from, to, amount), writer);
            }
        } catch (RuntimeException | Error bug) {
            bugs.incrementAndGet();
            failures.merge(bug.toString(), 1, Integer::sum);
        }
    }

    private record Transfer(String entry, long from, long to, long amount) {}

    private void transfer(
            Session session, Table<Long, Long> accounts, Table<String, Long> ledger, Transfer what, WriterId writer) {
        try {
            session.run(tx -> {
                long source = tx.get(accounts, what.from()).orElseThrow();
                tx.put(accounts, what.from(), source - what.amount());
                tx.add(accounts, what.to(), what.amount());
                tx.put(ledger, what.entry(), what.amount());
            });
            acknowledged(what, writer);
        } catch (IndeterminateCommitException unknown) {
            failures.merge(unknown.getClass().getSimpleName(), 1, Integer::sum);
            settle(session, unknown, what, writer);
        } catch (SextantException refused) {
            failures.merge(refused.getClass().getSimpleName(), 1, Integer::sum);
            failed.add(what.entry());
            // Somebody who gets no service does not ask a million times a second.
            Thread.onSpinWait();
        }
    }

    private void acknowledged(Transfer what, WriterId writer) {
        acknowledged.add(what.entry());
        progress.incrementAndGet(writer.slot());
    }

    private void settle(Session session, IndeterminateCommitException unknown, Transfer what, WriterId writer) {
        try {
            CommitResult outcome = session.outcome(unknown.token());
            if (outcome instanceof CommitResult.Committed) {
                acknowledged(what, writer);
            } else if (outcome instanceof CommitResult.Conflicted) {
                failed.add(what.entry());
            }
        } catch (SextantException nobodyKnows) {
            failures.merge("outcome " + nobodyKnows.getClass().getSimpleName(), 1, Integer::sum);
        }
    }

    // ---- what the test looks at ------------------------------------------------------------------------------------

    /** How many transfers were acknowledged. */
    int size() {
        return acknowledged.size();
    }

    Map<String, Integer> failures() {
        return failures;
    }

    /** Waits until the clients of that writer have had so many more acknowledged. */
    void awaitMore(int slot, int more) {
        long wanted = progress.get(slot) + more;
        Waiting.until(
                () -> "writer " + slot + " had " + more + " more transfers acknowledged; failures " + failures + "; "
                        + cluster.status(),
                () -> progress.get(slot) >= wanted);
    }

    /** Waits until so many more transfers were acknowledged, through whichever writers. */
    void awaitMoreAnywhere(int more) {
        int wanted = size() + more;
        Waiting.until(
                () -> more + " more were acknowledged; " + failures + "; " + cluster.status(), () -> size() >= wanted);
    }

    /** Waits as {@link #awaitMore(int, int)} for each of these writers. */
    void awaitMoreOn(int more, int... slots) {
        for (int slot : slots) {
            awaitMore(slot, more);
        }
    }

    /** Ends the clients; those that wait get their answers first. */
    @Override
    public void close() {
        stopped = true;
        for (Thread client : clients) {
            Waiting.until(client.getName() + " has ended", () -> !client.isAlive());
        }
        if (bugs.get() > 0) {
            throw new AssertionError("clients ended by a bug: " + failures);
        }
    }

    /** What is wrong with what a cluster holds now, of all these transfers; empty if nothing is. */
    List<String> audit(Cluster of) {
        List<String> wrong = new ArrayList<>();
        Database database = of.database();
        Table<Long, Long> accounts = accounts(database);
        long total = database.transact(GLOBAL, tx -> {
            long sum = 0;
            for (long account = 0; account < ACCOUNTS; account++) {
                sum += tx.get(accounts, account).orElseThrow();
            }
            return sum;
        });
        if (total != ACCOUNTS * START) {
            wrong.add("there are " + total + " in all accounts together, not " + ACCOUNTS * START);
        }
        Set<String> found = entries(database);
        acknowledged.stream().filter(entry -> !found.contains(entry)).forEach(entry -> wrong.add("lost " + entry));
        failed.stream().filter(found::contains).forEach(entry -> wrong.add("phantom " + entry));
        return wrong;
    }

    private static Set<String> entries(Database database) {
        Table<String, Long> ledger = ledger(database);
        return database.transact(GLOBAL, tx -> {
            Set<String> entries = new TreeSet<>();
            Range<String> rest = Range.all();
            List<Row<String, Long>> rows = tx.scan(ledger, rest, ScanOptions.DEFAULT.withLimit(1_000));
            while (!rows.isEmpty()) {
                rows.forEach(row -> entries.add(row.key()));
                rest = Range.greaterThan(rows.get(rows.size() - 1).key());
                rows = tx.scan(ledger, rest, ScanOptions.DEFAULT.withLimit(1_000));
            }
            return entries;
        });
    }
}
