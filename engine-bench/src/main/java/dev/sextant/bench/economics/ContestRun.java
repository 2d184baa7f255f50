package dev.sextant.bench.economics;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.Codec;
import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.Database;
import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Session;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import dev.sextant.replication.sim.SimulatedClient;
import dev.sextant.replication.sim.Simulation;
import dev.sextant.replication.sim.world.NetworkProfile;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** One contest under the simulator: the production cores with links and disks that take time, and processors that take none. */
public final class ContestRun {
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final int LOADED_AT_ONCE = 2_000;
    private static final int SCANNED_AT_ONCE = 10_000;
    private static final long WITHIN_ZONE_NANOS = 50_000;
    private static final int PAGE_BYTES = 8 << 10;
    /** So that a page has as many rows as a contest counts on. */
    private static final int VALUE_BYTES = 60;
    /** More than all tables take: what is measured is not the reading of pages. */
    private static final long CACHE_BYTES = 1L << 30;

    private static final double JITTER = 0.1;

    private final Contest contest;
    private final Simulation simulation;
    private final Cluster cluster;
    private final Table<Long, Long> shared;
    private final List<Table<Long, Long>> own = new ArrayList<>();
    private final Histogram latencyMicros = new Histogram(LONGEST_MICROS, 3);
    /** What was committed since the rows were loaded, counted or not. */
    private long committed;

    private long counted;
    private long conflicts;
    private long nextEdge;
    private boolean counting;
    private boolean goOn = true;

    private ContestRun(Contest contest, Simulation simulation) {
        this.contest = contest;
        this.simulation = simulation;
        cluster = simulation.cluster();
        shared = table("shared");
        for (int writer = 0; writer < contest.writers(); writer++) {
            own.add(table("own-" + writer));
        }
    }

    /** Runs a contest to its end. */
    public static Outcome run(Contest contest) {
        long betweenNanos = contest.zoneRoundTrip().toNanos() / 2;
        NetworkProfile network = new NetworkProfile(WITHIN_ZONE_NANOS, betweenNanos, JITTER, 0, 0, 0, 0, 0);
        try (Simulation simulation = Simulation.seeded(contest.seed())
                .writers(contest.writers())
                .config(config -> config.pageSizeBytes(PAGE_BYTES).cacheSizeBytes(CACHE_BYTES))
                .network(network)
                .start()) {
            return new ContestRun(contest, simulation).run();
        }
    }

    private Table<Long, Long> table(String name) {
        Codec<Long> wide = Codec.of(
                number -> ByteBuffer.allocate(VALUE_BYTES).putLong(number).array(),
                bytes -> ByteBuffer.wrap(bytes).getLong());
        boolean padded = contest.work() != Contest.Work.ADDS;
        return cluster.database().table(name, Codecs.int64(), padded ? wide : Codecs.int64());
    }

    private Outcome run() {
        load();
        for (int writer = 0; writer < contest.writers(); writer++) {
            for (int client = 0; client < contest.clients(); client++) {
                int of = writer;
                SimulatedClient unused =
                        simulation.client("client-" + writer + "-" + client, me -> work(me, new WriterId(of)));
            }
        }
        simulation.runFor(contest.warmUp());
        long before = cluster.status().total(Counters::proposals);
        counting = true;
        simulation.runFor(contest.counted());
        counting = false;
        long proposals = cluster.status().total(Counters::proposals) - before;
        goOn = false;
        simulation.run();
        int attempts = cluster.status().writers().stream()
                .map(WriterStatus::attempts)
                .mapToInt(all -> all.p999())
                .max()
                .orElse(0);
        return new Outcome(
                counted,
                conflicts,
                proposals,
                attempts,
                latencyMicros,
                contest.counted().toNanos() / 1e9,
                sum() == committed);
    }

    // ---- the rows --------------------------------------------------------------------------------------------------

    private void load() {
        if (contest.work() != Contest.Work.UPDATES) {
            return;
        }
        if (contest.sharedPercent() > 0) {
            fill(shared, contest.sharedPages());
        }
        if (contest.sharedPercent() < 100) {
            own.forEach(table -> fill(table, Contest.OWN_PAGES));
        }
        // Every writer has in memory what it is going to use.
        for (int writer = 0; writer < contest.writers(); writer++) {
            Database of = cluster.database(new WriterId(writer));
            long unused = sum(of, shared) + sum(of, own.get(writer));
        }
    }

    private void fill(Table<Long, Long> table, int pages) {
        long rows = (long) pages * Contest.ROWS_A_PAGE;
        for (long from = 0; from < rows; from += LOADED_AT_ONCE) {
            long first = from;
            long end = Math.min(rows, from + LOADED_AT_ONCE);
            cluster.database().run(transaction -> {
                for (long key = first; key < end; key++) {
                    transaction.put(table, key, 0L);
                }
            });
        }
    }

    /** What the rows tell that was committed. */
    private long sum() {
        long sum = sum(cluster.database(), shared);
        for (Table<Long, Long> table : own) {
            sum += sum(cluster.database(), table);
        }
        return contest.work() == Contest.Work.UPDATES ? sum / Contest.ROWS_A_TRANSACTION : sum;
    }

    private static long sum(Database database, Table<Long, Long> table) {
        long sum = 0;
        Range<Long> left = Range.all();
        while (true) {
            List<Row<Long, Long>> rows = scan(database, table, left);
            for (Row<Long, Long> row : rows) {
                sum += row.value();
            }
            if (rows.size() < SCANNED_AT_ONCE) {
                return sum;
            }
            left = Range.greaterThan(rows.get(rows.size() - 1).key());
        }
    }

    private static List<Row<Long, Long>> scan(Database database, Table<Long, Long> table, Range<Long> range) {
        TransactionOptions newest = TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL);
        return database.transact(
                newest, transaction -> transaction.scan(table, range, ScanOptions.DEFAULT.withLimit(SCANNED_AT_ONCE)));
    }

    // ---- the clients -----------------------------------------------------------------------------------------------

    private void work(SimulatedClient me, WriterId writer) {
        Database database = cluster.database(writer);
        try (Session session = database.session()) {
            while (goOn) {
                once(me, session, writer);
            }
        }
    }

    private void once(SimulatedClient me, Session session, WriterId writer) {
        Duration begun = simulation.now();
        Change change = draw(me, writer);
        boolean isCounted = counting;
        boolean done = false;
        while (!done && goOn) {
            try (Transaction transaction = session.begin()) {
                change.apply(transaction);
                CommitResult result = transaction.commit();
                if (result instanceof CommitResult.Indeterminate) {
                    throw new IllegalStateException("nothing fails here, so every commit has an end: " + result);
                }
                done = result instanceof CommitResult.Committed;
            }
            conflicts += !done && counting ? 1 : 0;
        }
        if (done) {
            committed++;
            counted += counting ? 1 : 0;
            if (isCounted) {
                latencyMicros.recordValue(simulation.now().minus(begun).toNanos() / 1_000);
            }
        }
    }

    /** The work of a transaction, the same for each of its attempts. */
    private interface Change {
        void apply(Transaction transaction);
    }

    private Change draw(SimulatedClient me, WriterId writer) {
        return switch (contest.work()) {
            case ADDS -> transaction -> transaction.add(shared, 0L, 1);
            case RIGHT_EDGE -> {
                long key = nextEdge++;
                yield transaction -> transaction.put(shared, key, 1L);
            }
            case UPDATES -> updates(me, writer);
        };
    }

    private Change updates(SimulatedClient me, WriterId writer) {
        boolean isShared = me.random().nextInt(100) < contest.sharedPercent();
        Table<Long, Long> table = isShared ? shared : own.get(writer.slot());
        long rows = (long) (isShared ? contest.sharedPages() : Contest.OWN_PAGES) * Contest.ROWS_A_PAGE;
        TreeSet<Long> keys = new TreeSet<>();
        while (keys.size() < Contest.ROWS_A_TRANSACTION) {
            keys.add(me.random().nextLong(rows));
        }
        return transaction -> {
            for (long key : keys) {
                transaction.put(table, key, transaction.get(table, key).orElse(0L) + 1);
            }
        };
    }
}
