package dev.sextant.replication.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.BacktrackIndeterminateException;
import dev.sextant.api.BacktrackReport;
import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.WriterId;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The writer that takes the volume back dies, a little later each time: the volume is back, or is not, as a whole. */
class BacktrackDeathTest {
    private static final int MOMENTS = 60;
    private static final Duration STEP = Duration.ofNanos(150_000);
    private static final TransactionOptions GLOBAL =
            TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL).asReadOnly();

    private int backs;
    private int stays;
    private int reports;

    private static Map<Long, Long> rows(Cluster cluster, Table<Long, Long> table) {
        return cluster.database(new WriterId(1)).transact(GLOBAL, transaction -> rows(transaction, table));
    }

    private static Map<Long, Long> rows(Transaction transaction, Table<Long, Long> table) {
        Map<Long, Long> rows = new TreeMap<>();
        Range<Long> all = Range.all();
        transaction.scan(table, all, ScanOptions.DEFAULT).forEach(row -> rows.put(row.key(), row.value()));
        return rows;
    }

    private static void fill(Database database, Table<Long, Long> table, long from, long to, long value) {
        database.run(transaction -> {
            for (long key = from; key < to; key++) {
                transaction.put(table, key, value);
            }
        });
    }

    @Test
    void theVolumeIsBackAsAWholeOrNotAtAll() {
        for (int moment = 1; moment <= MOMENTS; moment++) {
            try (Simulation simulation = Simulation.seeded(moment).writers(2).start()) {
                dieAfter(STEP.multipliedBy(moment), simulation);
            }
        }
        assertTrue(backs > 5 && stays > 5 && reports < MOMENTS, backs + " times back, " + stays + " times not");
    }

    private void dieAfter(Duration time, Simulation simulation) {
        Cluster cluster = simulation.cluster();
        Database first = cluster.database(new WriterId(0));
        Table<Long, Long> table = first.table("rows", Codecs.int64(), Codecs.int64());
        fill(first, table, 0, 300, 1);
        ReadPoint target = first.transact(Transaction::snapshot);
        Map<Long, Long> then = rows(cluster, table);
        fill(first, table, 200, 600, 2);
        Map<Long, Long> now = rows(cluster, table);
        simulation.client("operator", me -> {
            try {
                BacktrackReport report = cluster.backtrack(target);
                assertTrue(report.pages() > 0);
                reports++;
            } catch (BacktrackIndeterminateException dead) {
                me.pause(Duration.ofMillis(1));
            }
        });
        simulation.pause(time);
        cluster.faults().killWriter(new WriterId(0));
        simulation.run();
        Map<Long, Long> after = rows(cluster, table);
        String when = "killed after " + time;
        assertTrue(after.equals(then) || after.equals(now), when);
        backs += after.equals(then) ? 1 : 0;
        stays += after.equals(now) ? 1 : 0;
        fill(cluster.database(new WriterId(1)), table, 0, 10, 3);
        assertEquals(3L, rows(cluster, table).get(5L), when);
        cluster.backtrack(target);
        assertEquals(then, rows(cluster, table), when);
        assertTrue(cluster.verify().isSound(), when);
    }
}
