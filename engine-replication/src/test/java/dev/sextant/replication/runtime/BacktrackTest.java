package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.BacktrackTooLargeException;
import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterEvent;
import dev.sextant.api.Codecs;
import dev.sextant.api.CommitResult;
import dev.sextant.api.ConflictKind;
import dev.sextant.api.Database;
import dev.sextant.api.Range;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.SegmentId;
import dev.sextant.api.Session;
import dev.sextant.api.SessionOptions;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.UnknownTableException;
import dev.sextant.api.VolumeRewoundException;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Limits;
import dev.sextant.api.config.Timeouts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole volume goes back to what it was, and forth again. */
class BacktrackTest {
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

    private static Map<Long, Long> rows(Database database, Table<Long, Long> table) {
        return database.transact(transaction -> rows(transaction, table));
    }

    private static Map<Long, Long> past(Database database, ReadPoint point, Table<Long, Long> table) {
        Transaction past = database.asOf(point);
        try {
            return rows(past, table);
        } finally {
            past.rollback();
        }
    }

    private static void put(Database database, Table<Long, Long> table, long from, long to, long value) {
        database.run(transaction -> {
            for (long key = from; key < to; key++) {
                transaction.put(table, key, value);
            }
        });
    }

    private static ReadPoint seen(Database database) {
        Transaction reader = database.begin();
        ReadPoint point = reader.snapshot();
        reader.rollback();
        return point;
    }

    @Test
    void theVolumeIsWhatItWasAndTheBacktrackCanBeUndone() {
        try (Cluster cluster = Cluster.open(config().build())) {
            Database one = cluster.database(new WriterId(0));
            Database other = cluster.database(new WriterId(1));
            Table<Long, Long> table = one.table("some", Codecs.int64(), Codecs.int64());
            put(one, table, 0, 2_000, 1);
            ReadPoint target = seen(one);
            Map<Long, Long> then = rows(one, table);
            put(one, table, 1_000, 5_000, 2);
            one.run(transaction -> transaction.delete(table, 3L));
            Map<Long, Long> undone = rows(one, table);

            BacktrackReport report = cluster.backtrack(target);
            assertTrue(report.pages() > 0, report::toString);
            assertEquals(then, rows(one, table));
            assertEquals(then, rows(other, table));
            assertEquals(then, past(one, report.after(), table));
            assertEquals(undone, past(other, report.before(), table), "what was undone can still be read");
            assertEquals(then, past(other, target, table));

            put(other, table, 10, 20, 3);
            Map<Long, Long> now = rows(other, table);
            assertEquals(3L, now.get(15L));
            assertEquals(then.size(), now.size());
            assertTrue(cluster.verify().isSound(), () -> cluster.verify().toString());

            BacktrackReport undo = cluster.backtrack(report.before());
            assertEquals(undone, rows(one, table));
            assertEquals(now, past(one, undo.before(), table));
            cluster.backtrack(undo.before());
            assertEquals(now, rows(other, table));
            assertTrue(cluster.verify().isSound(), () -> cluster.verify().toString());
        }
    }

    @Test
    void aTimeIsGoneBackToAndWhatCameLaterIsUndone() {
        try (Cluster cluster = Cluster.open(config().build())) {
            Database database = cluster.database(new WriterId(0));
            Table<Long, Long> table = database.table("some", Codecs.int64(), Codecs.int64());
            put(database, table, 0, 100, 1);
            ReadPoint point = seen(database);
            Instant moment = journaled(database, point);
            put(database, table, 0, 100, 2);
            BacktrackReport report = cluster.backtrack(moment);
            assertTrue(report.target().covers(point));
            assertFalse(report.moment().orElseThrow().isAfter(moment));
            assertEquals(1L, rows(database, table).get(50L));
            assertThrows(SnapshotTooOldException.class, () -> cluster.backtrack(Instant.EPOCH));
        }
    }

    /** Waits until a moment was journaled that shows a point; returns a time not before it. */
    private static Instant journaled(Database database, ReadPoint point) {
        while (true) {
            Instant now = Instant.now();
            try {
                Transaction past = database.asOf(now);
                boolean shows = past.snapshot().covers(point);
                past.rollback();
                if (shows) {
                    return now;
                }
            } catch (SnapshotTooOldException nothingJournaledYet) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void transactionsThatBeganBeforeDoNotCommitAndTheirSnapshotsGoOn() {
        ConcurrentLinkedQueue<ClusterEvent> events = new ConcurrentLinkedQueue<>();
        try (Cluster cluster = Cluster.open(config().onEvent(events::add).build())) {
            Database database = cluster.database(new WriterId(1));
            Table<Long, Long> table = database.table("some", Codecs.int64(), Codecs.int64());
            put(database, table, 0, 100, 1);
            ReadPoint target = seen(database);
            put(database, table, 0, 100, 2);
            Transaction open = database.begin();
            assertEquals(2L, open.get(table, 1L).orElseThrow());
            open.put(table, 200L, 7L);
            cluster.backtrack(target);
            assertEquals(2L, open.get(table, 77L).orElseThrow(), "its snapshot stays what it was");
            CommitResult result = open.commit();
            CommitResult.Conflicted conflicted = assertInstanceOf(CommitResult.Conflicted.class, result);
            assertEquals(ConflictKind.REWOUND, conflicted.kind());
            assertThrows(VolumeRewoundException.class, result::orThrow);
            assertFalse(rows(database, table).containsKey(200L));
            while (events.stream().noneMatch(ClusterEvent.VolumeRewound.class::isInstance)) {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void aTableMadeSinceIsGoneAndCanBeMadeAgain() {
        try (Cluster cluster = Cluster.open(config().build())) {
            Database database = cluster.database(new WriterId(0));
            Table<Long, Long> kept = database.table("kept", Codecs.int64(), Codecs.int64());
            put(database, kept, 0, 10, 1);
            ReadPoint target = seen(database);
            Table<Long, Long> gone = database.table("gone", Codecs.int64(), Codecs.int64());
            put(database, gone, 0, 10, 1);
            BacktrackReport report = cluster.backtrack(target);
            assertThrows(UnknownTableException.class, () -> database.run(transaction -> transaction.put(gone, 1L, 1L)));
            assertEquals(List.of("kept"), database.tableNames());
            assertEquals(10, past(database, report.before(), gone).size());
            Table<Long, Long> again = database.table("gone", Codecs.int64(), Codecs.int64());
            put(database, again, 5, 7, 2);
            assertEquals(Map.of(5L, 2L, 6L, 2L), rows(database, again));
            assertEquals(Map.of(5L, 2L, 6L, 2L), rows(database, gone), "handles find their table by its name");
            cluster.backtrack(report.before());
            assertEquals(10, rows(database, gone).size());
            assertTrue(cluster.verify().isSound());
        }
    }

    @Test
    void nothingCommittedBesideItIsHalfUndone() {
        try (Cluster cluster = Cluster.open(config().writers(4).build())) {
            Database database = cluster.database(new WriterId(0));
            Table<Long, Long> table = database.table("some", Codecs.int64(), Codecs.int64());
            put(database, table, 0, 400, 0);
            ReadPoint target = seen(database);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong commits = new AtomicLong();
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                Database own = cluster.database(new WriterId(writer));
                long shift = writer;
                clients.add(CompletableFuture.runAsync(
                        () -> transfer(own, target, table, shift, stop, commits), task -> new Thread(task).start()));
            }
            for (int round = 0; round < 5; round++) {
                long before = commits.get();
                while (commits.get() < before + 200 && clients.stream().noneMatch(CompletableFuture::isDone)) {
                    Thread.onSpinWait();
                }
                BacktrackReport report = cluster.backtrack(target);
                assertEquals(
                        past(database, target, table),
                        past(database, report.after(), table),
                        "nothing else is there yet");
            }
            stop.set(true);
            clients.forEach(CompletableFuture::join);
            assertEquals(
                    0,
                    rows(database, table).values().stream()
                            .mapToLong(Long::longValue)
                            .sum());
            assertTrue(cluster.verify().isSound(), () -> cluster.verify().toString());
        }
    }

    /** Each transfer touches two rows on different pages and keeps the sum. */
    private static void transfer(
            Database database,
            ReadPoint filled,
            Table<Long, Long> table,
            long shift,
            AtomicBoolean stop,
            AtomicLong commits) {
        try (Session session = database.session(SessionOptions.DEFAULT.withStartingAt(filled))) {
            for (long i = shift * 31; !stop.get(); i++) {
                long from = i * 7 % 400;
                long to = i * 13 % 400;
                session.run(transaction -> {
                    transaction.put(table, from, transaction.get(table, from).orElseThrow() - 1);
                    transaction.put(table, to, transaction.get(table, to).orElseThrow() + 1);
                });
                commits.incrementAndGet();
            }
        }
    }

    @Test
    void aSegmentThatWasAwayLearnsOfItAndARestartedVolumeStaysBack(@TempDir Path directory) {
        ClusterConfig config =
                ClusterConfig.in(directory).writers(2).timeouts(OFTEN).allFull().build();
        Map<Long, Long> then;
        ReadPoint undone;
        Map<Long, Long> undoneRows;
        try (Cluster cluster = Cluster.open(config)) {
            Database database = cluster.database(new WriterId(1));
            Table<Long, Long> table = database.table("some", Codecs.int64(), Codecs.int64());
            put(database, table, 0, 3_000, 1);
            ReadPoint target = seen(database);
            then = rows(database, table);
            put(database, table, 1_000, 4_000, 2);
            cluster.faults().killSegment(new SegmentId(4));
            BacktrackReport report = cluster.backtrack(target);
            undone = report.before();
            undoneRows = past(database, undone, table);
            cluster.faults().restartSegment(new SegmentId(4));
            put(database, table, 0, 10, 3);
            for (long key = 0; key < 10; key++) {
                then.put(key, 3L);
            }
            assertEquals(then, rows(database, table));
            assertTrue(cluster.verify().isSound(), () -> cluster.verify().toString());
        }
        try (Cluster cluster = Cluster.open(config)) {
            Database database = cluster.database(new WriterId(0));
            Table<Long, Long> table = database.openTable("some", Codecs.int64(), Codecs.int64());
            assertEquals(then, rows(database, table));
            assertEquals(undoneRows, past(database, undone, table));
            cluster.backtrack(undone);
            assertEquals(undoneRows, rows(database, table));
            assertTrue(cluster.verify().isSound(), () -> cluster.verify().toString());
        }
    }

    @Test
    void tooManyPagesAreRefused() {
        Limits few = Limits.builder().backtrackPages(2).build();
        try (Cluster cluster = Cluster.open(config().limits(few).build())) {
            // What other writers show of it at once is not what this is about.
            Database database = cluster.database(new WriterId(0));
            ReadPoint target = seen(database);
            Table<Long, Long> table = database.table("some", Codecs.int64(), Codecs.int64());
            put(database, table, 0, 3_000, 1);
            assertThrows(BacktrackTooLargeException.class, () -> cluster.backtrack(target));
            assertEquals(3_000, rows(database, table).size());
        }
    }
}
