package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.OverloadedException;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.Range;
import dev.sextant.api.ReadOnlyTransactionException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.Timeouts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Reads of the past, and the end of the window in which they can be. */
class PastTest {
    private static final Timeouts OFTEN =
            Timeouts.builder().journal(Duration.ofMillis(5)).build();

    private static ClusterConfig.Builder config() {
        return ClusterConfig.inMemory().writers(2).timeouts(OFTEN);
    }

    private static Map<Long, Long> rows(Transaction transaction, Table<Long, Long> table) {
        Map<Long, Long> rows = new TreeMap<>();
        for (Row<Long, Long> row : transaction.scan(table, Range.all(), ScanOptions.DEFAULT)) {
            rows.put(row.key(), row.value());
        }
        return rows;
    }

    /** Every state that a reader has seen is seen again, through any writer, after all its rows have changed many times. */
    @Test
    void everyStateThatWasSeenIsSeenAgain() {
        try (Cluster cluster = Cluster.open(config().build())) {
            Database database = cluster.database();
            Table<Long, Long> some = database.table("some", Codecs.int64(), Codecs.int64());
            Table<Long, Long> others = database.table("others", Codecs.int64(), Codecs.int64());
            List<ReadPoint> points = new ArrayList<>();
            List<Map<Long, Long>> seen = new ArrayList<>();
            for (long round = 1; round <= 40; round++) {
                long value = round;
                cluster.database(new WriterId((int) (round % 2))).run(tx -> {
                    for (long key = 0; key < 300; key++) {
                        tx.put(some, key, value);
                        tx.put(others, key * value, value);
                    }
                });
                Transaction reader = database.begin();
                points.add(reader.snapshot());
                seen.add(rows(reader, others));
                reader.rollback();
            }
            for (int i = 0; i < points.size(); i++) {
                Transaction byPoint = cluster.database(new WriterId(i % 2)).asOf(points.get(i));
                assertEquals(points.get(i), byPoint.snapshot());
                assertEquals(seen.get(i), rows(byPoint, others));
                assertEquals(seen.get(i).get(0L), byPoint.get(some, 7L).orElse(null), "tables are of one state");
                assertThrows(ReadOnlyTransactionException.class, () -> byPoint.put(some, 1L, 1L));
                byPoint.rollback();
            }
            assertTrue(cluster.verify().isSound());
        }
    }

    /** A new disk begins with pages, so its history is short; one full segment that still has it is enough to read the past. */
    @Test
    void thePastIsReadWhereADiskHasItAfterFiveWereLost() {
        try (Cluster cluster = Cluster.open(config().build())) {
            Database database = cluster.database();
            Table<Long, Long> table = database.table("table", Codecs.int64(), Codecs.int64());
            ReadPoint point;
            try (Session session = database.session()) {
                session.run(tx -> tx.put(table, 1L, 1L));
                Transaction reader = session.begin();
                point = reader.snapshot();
                reader.rollback();
            }
            Instant first = Instant.now();
            Waiting.until("a tick", () -> Instant.now().isAfter(first.plusMillis(50)));
            database.run(tx -> tx.put(table, 1L, 2L));
            for (int index : List.of(0, 1, 2, 3, 5)) {
                SegmentId lost = new SegmentId(index);
                cluster.faults().loseDisk(lost);
                Waiting.until(
                        () -> lost + " is whole: " + cluster.status().segments(),
                        () -> cluster.status().segments().stream().allMatch(each -> each.state() == SegmentState.UP));
            }
            Transaction byPoint = database.asOf(point);
            assertEquals(1L, byPoint.get(table, 1L).orElseThrow());
            byPoint.rollback();
            Transaction byInstant = database.asOf(first.plusMillis(20));
            assertEquals(1L, byInstant.get(table, 1L).orElseThrow());
            byInstant.rollback();
            assertTrue(cluster.verify().isSound());
        }
    }

    /** An instant shows all that was committed before the last moment, and nothing of what came after the instant. */
    @Test
    void anInstantIsNotLate() {
        try (Cluster cluster = Cluster.open(config().build())) {
            Database database = cluster.database();
            Table<Long, Long> table = database.table("table", Codecs.int64(), Codecs.int64());
            List<Instant> after = new ArrayList<>();
            for (long value = 1; value <= 50; value++) {
                long put = value;
                database.run(tx -> tx.put(table, 1L, put));
                after.add(Instant.now());
                Waiting.until(
                        "a tick",
                        () -> Instant.now().isAfter(after.get((int) put - 1).plusMillis(2)));
            }
            long before = 0;
            for (int i = 0; i < after.size(); i++) {
                Transaction past = database.asOf(after.get(i));
                long value = past.get(table, 1L).orElse(0L);
                past.rollback();
                assertTrue(value <= i + 1 && value >= before, "value " + value + " after " + (i + 1));
                before = value;
            }
            assertThrows(SnapshotTooOldException.class, () -> database.asOf(Instant.EPOCH));
        }
    }

    /** Segments that do not answer might have it still, but nobody waits for them, or is told that they are missing. */
    @Test
    void bugWhatIsCollectedIsRefusedAtOnceWhileSegmentsAreDown() {
        ClusterConfig soon = config().historyRetention(Duration.ofMillis(20)).build();
        try (Cluster cluster = Cluster.open(soon)) {
            Database database = cluster.database();
            Table<Long, Long> table = database.table("table", Codecs.int64(), Codecs.int64());
            database.run(tx -> tx.put(table, 1L, 1L));
            ReadPoint gone = database.transact(tx -> tx.snapshot());
            cluster.faults().killSegment(new SegmentId(4));
            cluster.faults().killSegment(new SegmentId(5));
            awaitRefused(database, table, gone);
        }
    }

    /** Commits until a point is out of the window. */
    private static void awaitRefused(Database database, Table<Long, Long> table, ReadPoint gone) {
        Waiting.until("it is refused", () -> {
            database.run(tx -> tx.add(table, 2L, 1L));
            Transaction past = database.asOf(gone);
            try {
                past.get(table, 1L);
                return false;
            } catch (SnapshotTooOldException tooOld) {
                assertEquals(gone, tooOld.snapshot());
                return true;
            } finally {
                past.rollback();
            }
        });
    }

    /** What is out of the window is refused; a transaction that reads there keeps it. */
    @Test
    void whatIsCollectedIsRefusedUnlessItIsBeingRead() {
        ClusterConfig short_ = config().historyRetention(Duration.ofMillis(20)).build();
        try (Cluster cluster = Cluster.open(short_)) {
            Database database = cluster.database();
            Table<Long, Long> table = database.table("table", Codecs.int64(), Codecs.int64());
            database.run(tx -> tx.put(table, 1L, 1L));
            ReadPoint gone = database.transact(tx -> tx.snapshot());
            database.run(tx -> tx.put(table, 1L, 2L));
            awaitRefused(database, table, gone);
            Transaction kept = database.begin();
            Transaction keeper = database.asOf(kept.snapshot());
            kept.rollback();
            for (int i = 0; i < 300; i++) {
                database.run(tx -> tx.add(table, 1L, 1L));
            }
            assertEquals(2L, keeper.get(table, 1L).orElseThrow());
            keeper.rollback();
            assertTrue(cluster.verify().isSound());
        }
    }

    @Test
    void readersOfThePastAreLimited() {
        Limits two = Limits.builder().pastTransactions(2).build();
        try (Cluster cluster = Cluster.open(config().writers(1).limits(two).build())) {
            Database database = cluster.database();
            ReadPoint now = database.transact(tx -> tx.snapshot());
            Transaction first = database.asOf(now);
            database.asOf(now);
            assertThrows(OverloadedException.class, () -> database.asOf(now));
            first.rollback();
            database.asOf(now).rollback();
        }
    }

    /** A point that this volume never had, such as one of another volume, is refused in time and harms nothing. */
    @Test
    void bugAPointOfAnotherVolumeIsRefusedAndSettlesNothing() {
        Timeouts soon = OFTEN.toBuilder().read(Duration.ofMillis(300)).build();
        try (Cluster cluster = Cluster.open(config().timeouts(soon).build())) {
            Database database = cluster.database();
            Table<Long, Long> table = database.table("table", Codecs.int64(), Codecs.int64());
            database.run(tx -> tx.put(table, 1L, 1L));
            ReadPoint foreign = database.transact(tx -> tx.snapshot()).with(new WriterId(0), 1L << 40, new long[0]);
            assertThrows(QuorumLostException.class, () -> database.asOf(foreign));
            assertThrows(
                    QuorumLostException.class,
                    () -> database.session(SessionOptions.DEFAULT.withStartingAt(foreign))
                            .begin());
            try (Session session = database.session()) {
                for (long i = 0; i < 50; i++) {
                    session.run(tx -> tx.add(table, 1L, 1L));
                }
                assertEquals(51L, session.transact(tx -> tx.get(table, 1L)).orElseThrow());
            }
            cluster.status().writers().forEach(writer -> {
                assertEquals(0, writer.counters().settled(), writer.toString());
                assertEquals(List.of(), writer.inDoubt().oldest());
            });
        }
    }
}
