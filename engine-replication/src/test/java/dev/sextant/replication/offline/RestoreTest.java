package dev.sextant.replication.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.DirectoryOccupiedException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.RestoreRefusedException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SnapshotTooOldException;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Timeouts;
import dev.sextant.storage.volume.ClosedVolume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores of backups of a cluster on real disks. */
class RestoreTest {
    private static final int WRITERS = 3;
    private static final int ROWS = 120;
    private static final int LARGE = 20_000;

    @TempDir
    Path parent;

    private Path backups() {
        return parent.resolve("backups");
    }

    private static ClusterConfig.Builder config(Path directory) {
        Timeouts often = Timeouts.builder().journal(Duration.ofMillis(20)).build();
        return ClusterConfig.in(directory).writers(WRITERS).timeouts(often);
    }

    private Cluster original() {
        return Cluster.open(config(parent.resolve("volume")).build());
    }

    private static Table<String, Long> accounts(Database database) {
        return database.table("accounts", Codecs.utf8(), Codecs.int64());
    }

    private static Table<String, String> notes(Database database) {
        return database.table("notes", Codecs.utf8(), Codecs.utf8());
    }

    private static String account(long number) {
        return String.format(Locale.ROOT, "account %03d", number % ROWS);
    }

    private static void fill(Cluster cluster, long value) {
        Table<String, Long> accounts = accounts(cluster.database());
        Table<String, String> notes = notes(cluster.database());
        cluster.database().run(tx -> {
            for (int i = 0; i < ROWS; i++) {
                tx.put(accounts, account(i), value);
            }
            tx.put(notes, "large", String.valueOf(value % 10).repeat(LARGE));
        });
    }

    /** Every row of both tables. */
    private static Map<String, Object> rows(Cluster cluster, Transaction tx) {
        Map<String, Object> rows = new TreeMap<>();
        tx.scan(accounts(cluster.database()), Range.all())
                .forEach(row -> rows.put("accounts " + row.key(), row.value()));
        tx.scan(notes(cluster.database()), Range.all())
                .forEach(row -> rows.put(
                        "notes " + row.key(), row.value().length() + row.value().substring(0, 1)));
        return rows;
    }

    /** As all writers have left them by now. */
    private static Map<String, Object> rows(Cluster cluster) {
        return look(cluster).rows();
    }

    private static Map<String, Object> rowsAsOf(Cluster cluster, ReadPoint point) {
        Transaction past = cluster.database().asOf(point);
        try {
            return rows(cluster, past);
        } finally {
            past.rollback();
        }
    }

    private RestoreResult restore(String target, RestoreRequest request) {
        return BackupRestorer.restore(backups(), parent.resolve(target), request, OfflineProgress.NONE);
    }

    /** What a reader sees at a moment under load. */
    private record Seen(ReadPoint point, Map<String, Object> rows) {}

    /** Writers that change the same rows, delete some, and make notes large and small. */
    private static final class Load implements AutoCloseable {
        private final AtomicBoolean stop = new AtomicBoolean();
        private final AtomicLong commits = new AtomicLong();
        private final List<Thread> threads = new ArrayList<>();

        Load(Cluster cluster) {
            Table<String, Long> accounts = accounts(cluster.database());
            Table<String, String> notes = notes(cluster.database());
            for (int slot = 0; slot < WRITERS; slot++) {
                Database database = cluster.database(new WriterId(slot));
                int from = slot;
                Thread thread = new Thread(() -> {
                    for (long i = from; !stop.get(); i += WRITERS) {
                        long at = i;
                        database.run(tx -> {
                            tx.add(accounts, account(at * 7), -1L);
                            tx.add(accounts, account(at * 13), 1L);
                            tx.put(notes, account(at), "n".repeat(1 + (int) (at % 50) * 100));
                            if (at % 11 == 0) {
                                tx.delete(notes, account(at / 2));
                            }
                        });
                        commits.incrementAndGet();
                    }
                });
                threads.add(thread);
                thread.start();
            }
        }

        void awaitCommits(long more) {
            long until = commits.get() + more;
            while (commits.get() < until) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            stop.set(true);
            for (Thread thread : threads) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private static Seen look(Cluster cluster) {
        Transaction tx = cluster.database().begin(TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL));
        try {
            return new Seen(tx.snapshot(), rows(cluster, tx));
        } finally {
            tx.rollback();
        }
    }

    /**
     * Holds that a restored volume has these rows, is sound, takes commits of all its writers, and keeps them over a restart.
     *
     * @param old a read point of the original at which the rows were others
     */
    private void assertRestored(String target, Map<String, Object> expected, ReadPoint old) {
        Path directory = parent.resolve(target);
        assertSound(directory);
        Map<String, Object> after;
        try (Cluster cluster = Cluster.open(config(directory).build())) {
            assertEquals(expected, rows(cluster));
            assertEquals(List.of(), cluster.verify().problems());
            assertEquals(expected, rowsAsOfNow(cluster));
            Transaction past = cluster.database().asOf(old);
            assertThrows(SnapshotTooOldException.class, () -> rows(cluster, past));
            past.rollback();
            Table<String, Long> accounts = accounts(cluster.database());
            for (int slot = 0; slot < WRITERS; slot++) {
                String key = "new of " + slot;
                cluster.database(new WriterId(slot)).run(tx -> tx.put(accounts, key, 1L));
            }
            for (int i = 0; i < 3; i++) {
                fill(cluster, 1_000 + i);
            }
            after = rows(cluster);
            assertEquals(List.of(), cluster.verify().problems());
        }
        assertEquals(1L, after.get("accounts new of 2"));
        assertSound(directory);
        try (Cluster cluster = Cluster.open(config(directory).build())) {
            assertEquals(after, rows(cluster));
            assertEquals(List.of(), cluster.verify().problems());
        }
    }

    private static Map<String, Object> rowsAsOfNow(Cluster cluster) {
        Transaction past = cluster.database().asOf(Instant.now());
        try {
            return rows(cluster, past);
        } finally {
            past.rollback();
        }
    }

    private static VerifyResult assertSound(Path directory) {
        try (OfflineVolume closed = OfflineVolume.open(directory)) {
            VerifyResult result = closed.verify(OfflineProgress.NONE);
            assertTrue(result.isSound(), result::toString);
            assertEquals(
                    SegmentId.COUNT,
                    result.segments().stream()
                            .filter(VerifyResult.SegmentResult::whole)
                            .count());
            return result;
        }
    }

    @Test
    void aBackupUnderLoadIsRestoredToWhatReadersSaw() {
        try (Cluster cluster = original()) {
            fill(cluster, 1_000);
            ReadPoint old = look(cluster).point();
            Seen first;
            Seen second;
            Instant instant;
            try (Load load = new Load(cluster)) {
                load.awaitCommits(150);
                first = look(cluster);
                load.awaitCommits(150);
                instant = Instant.now();
                load.awaitCommits(150);
                second = look(cluster);
                load.awaitCommits(50);
                cluster.backup(backups());
            }
            RestoreResult atFirst = restore("first", RestoreRequest.NEWEST.asOf(first.point()));
            assertEquals(first.point(), atFirst.point());
            assertNull(atFirst.moment());
            assertRestored("first", first.rows(), old);
            restore("second", RestoreRequest.NEWEST.asOf(second.point()));
            assertRestored("second", second.rows(), old);

            RestoreResult atInstant = restore("instant", RestoreRequest.NEWEST.asOf(instant));
            assertNotNull(atInstant.moment());
            assertFalse(atInstant.moment().isAfter(instant));
            assertTrue(atInstant.moment().isAfter(instant.minusSeconds(10)));
            assertTrue(atInstant.point().covers(first.point()) && second.point().covers(atInstant.point()));
            assertRestored("instant", rowsAsOf(cluster, atInstant.point()), old);

            RestoreResult atEnd = restore("end", RestoreRequest.NEWEST);
            assertEquals(1, atEnd.backup());
            VerifyReport compared = assertSound(parent.resolve("end")).comparison();
            assertNotNull(compared);
            assertEquals(SegmentId.COUNT, compared.segments());
            assertEquals(atEnd.pages(), compared.pages());
            assertTrue(atEnd.point().covers(second.point()));
            assertRestored("end", rowsAsOf(cluster, atEnd.point()), old);
        }
    }

    /** A backup is no better at its end than in the middle: the newest pages of several writers are served, too. */
    @Test
    void backupsInQuickSuccessionUnderLoadAreRestoredAtTheirEnds() {
        try (Cluster cluster = original()) {
            fill(cluster, 1);
            try (Load load = new Load(cluster)) {
                for (int i = 0; i < 6; i++) {
                    load.awaitCommits(40);
                    cluster.backup(backups());
                }
            }
            BackupResult verified = BackupVerifier.verify(backups(), true, OfflineProgress.NONE);
            assertTrue(verified.isSound(), verified::toString);
            for (int number = 1; number <= 6; number++) {
                String target = "end " + number;
                RestoreResult result = restore(target, RestoreRequest.NEWEST.fromBackup(number));
                assertEquals(number, result.backup());
                assertSound(parent.resolve(target));
                try (Cluster restored =
                        Cluster.open(config(parent.resolve(target)).build())) {
                    assertEquals(rowsAsOf(cluster, result.point()), rows(restored));
                }
            }
        }
    }

    @Test
    void theFirstBackupThatHasTheStateIsTaken() {
        try (Cluster cluster = original()) {
            fill(cluster, 0);
            ReadPoint old = look(cluster).point();
            fill(cluster, 1);
            Seen first = look(cluster);
            Instant before = cluster.backup(backups()).created();
            fill(cluster, 2);
            Seen second = look(cluster);
            Instant between = Instant.now();
            cluster.backup(backups());
            fill(cluster, 3);
            cluster.backup(backups());

            assertEquals(
                    1,
                    restore("point 1", RestoreRequest.NEWEST.asOf(first.point()))
                            .backup());
            assertEquals(
                    2,
                    restore("point 2", RestoreRequest.NEWEST.asOf(second.point()))
                            .backup());
            RestoreResult late =
                    restore("late", RestoreRequest.NEWEST.asOf(first.point()).fromBackup(3));
            assertEquals(3, late.backup());
            assertRestored("late", first.rows(), old);
            assertEquals(
                    1, restore("time 1", RestoreRequest.NEWEST.asOf(before)).backup());
            assertEquals(
                    2, restore("time 2", RestoreRequest.NEWEST.asOf(between)).backup());
            assertEquals(3, restore("end", RestoreRequest.NEWEST).backup());
            try (ClosedVolume one = ClosedVolume.open(parent.resolve("late"));
                    ClosedVolume other = ClosedVolume.open(parent.resolve("end"))) {
                assertEquals(late.volume(), one.marker().volume());
                assertNotEquals(one.marker().volume(), other.marker().volume());
            }
        }
    }

    @Test
    void whatNoBackupHasIsSaid() {
        try (Cluster cluster = original()) {
            assertThrows(ForeignDirectoryException.class, () -> restore("none", RestoreRequest.NEWEST));
            Instant begin = Instant.now().minusSeconds(5);
            fill(cluster, 1);
            Instant created = cluster.backup(backups()).created();
            fill(cluster, 2);
            ReadPoint later = look(cluster).point();

            assertRefused("there is no backup 2. ", "Choose one of [1].", RestoreRequest.NEWEST.fromBackup(2));
            assertRefused("no backup that was looked at has the state", "", RestoreRequest.NEWEST.asOf(later));
            assertRefused("history in the backups", " begins at 20", RestoreRequest.NEWEST.asOf(begin));
            Instant after = created.plusMillis(1);
            assertRefused("made at " + created + ", before " + after, "", RestoreRequest.NEWEST.asOf(after));
        }
    }

    private void assertRefused(String what, String more, RestoreRequest request) {
        RestoreRefusedException refusal =
                assertThrows(RestoreRefusedException.class, () -> restore("refused", request));
        String message = refusal.getMessage();
        assertTrue(message.contains(what) && message.contains(more), message);
        assertFalse(Files.exists(parent.resolve("refused")), "nothing is left");
    }

    /** What the floor of the backup sees comes from images and fates alone. */
    @Test
    void aBackupWhoseHistoryWasCollectedIsRestored() {
        ClusterConfig brief = config(parent.resolve("volume"))
                .historyRetention(Duration.ofMillis(100))
                .build();
        try (Cluster cluster = Cluster.open(brief)) {
            fill(cluster, 1);
            Seen early = look(cluster);
            Instant then = Instant.now();
            awaitCollected(cluster, early.point());
            Seen late = look(cluster);
            cluster.backup(backups());
            RestoreResult result = restore("end", RestoreRequest.NEWEST);
            assertTrue(result.point().covers(late.point()));
            assertRestored("end", rowsAsOf(cluster, result.point()), early.point());
            assertRefused("its history begins later", "", RestoreRequest.NEWEST.asOf(early.point()));
            assertRefused("history in the backups", " begins at 20", RestoreRequest.NEWEST.asOf(then));
        }
    }

    private static void awaitCollected(Cluster cluster, ReadPoint point) {
        for (long value = 2; ; value++) {
            fill(cluster, value);
            try {
                rowsAsOf(cluster, point);
            } catch (SnapshotTooOldException collected) {
                return;
            }
        }
    }

    @Test
    void commitsOfADeadWriterAndOfItsSuccessorsAreThere() {
        try (Cluster cluster = original()) {
            fill(cluster, 1);
            ReadPoint old = look(cluster).point();
            Table<String, Long> accounts = accounts(cluster.database());
            for (int i = 0; i < 3; i++) {
                String key = "words of life " + i;
                cluster.database(new WriterId(1)).run(tx -> tx.put(accounts, key, 7L));
                cluster.faults().killWriter(new WriterId(1));
                if (i < 2) {
                    cluster.faults().restartWriter(new WriterId(1));
                }
            }
            cluster.backup(backups());
            RestoreResult result = restore("restored", RestoreRequest.NEWEST);
            assertEquals(3, incarnation(parent.resolve("restored"), 1));
            Map<String, Object> rows = rowsAsOf(cluster, result.point());
            assertEquals(7L, rows.get("accounts words of life 2"));
            assertRestored("restored", rows, old);
            assertEquals(5, incarnation(parent.resolve("restored"), 1), "it was opened twice");
        }
    }

    private static long incarnation(Path directory, int slot) {
        try (OfflineVolume closed = OfflineVolume.open(directory)) {
            return closed.inspect().segments().get(0).slots().get(slot).incarnation();
        }
    }

    @Test
    void aVolumeThatNobodyWroteToIsRestored() {
        try (Cluster cluster = original()) {
            cluster.backup(backups());
        }
        RestoreResult result = restore("restored", RestoreRequest.NEWEST);
        assertSound(parent.resolve("restored"));
        try (Cluster cluster = Cluster.open(config(parent.resolve("restored")).build())) {
            fill(cluster, 1);
            assertEquals(ROWS + 1, rows(cluster).size());
            assertEquals(List.of(), cluster.verify().problems());
        }
        assertEquals(0, result.pages());
    }

    @Test
    void aRestoredVolumeIsBackedUpAndRestored() {
        try (Cluster cluster = original()) {
            fill(cluster, 1);
            cluster.backup(backups());
        }
        restore("once", RestoreRequest.NEWEST);
        Path second = parent.resolve("second backups");
        Map<String, Object> rows;
        ReadPoint old;
        try (Cluster cluster = Cluster.open(config(parent.resolve("once")).build())) {
            old = look(cluster).point();
            fill(cluster, 2);
            rows = rows(cluster);
            cluster.backup(second);
        }
        BackupRestorer.restore(second, parent.resolve("twice"), RestoreRequest.NEWEST, OfflineProgress.NONE);
        assertRestored("twice", rows, old);
    }

    @Test
    void aDamagedBackupIsRefusedAndNothingIsLeft() throws IOException {
        try (Cluster cluster = original()) {
            fill(cluster, 1);
            cluster.backup(backups());
        }
        BackupFiles.damageEach(
                backups(),
                file -> assertRefused("backup 1 is damaged: ", " does not match its checksum", RestoreRequest.NEWEST));
        restore("sound", RestoreRequest.NEWEST);
    }

    @Test
    void onlyAnEmptyDirectoryIsRestoredInto() throws IOException {
        try (Cluster cluster = original()) {
            fill(cluster, 1);
            cluster.backup(backups());
            assertThrows(DirectoryOccupiedException.class, () -> restore("volume", RestoreRequest.NEWEST));
        }
        assertThrows(DirectoryOccupiedException.class, () -> restore("volume", RestoreRequest.NEWEST));
        assertThrows(DirectoryOccupiedException.class, () -> restore("backups", RestoreRequest.NEWEST));
        Path diary = Files.createDirectory(parent.resolve("home")).resolve("diary");
        Files.writeString(diary, "dear");
        assertThrows(DirectoryOccupiedException.class, () -> restore("home", RestoreRequest.NEWEST));
        assertThrows(DirectoryOccupiedException.class, () -> restore("home/diary", RestoreRequest.NEWEST));
        assertEquals("dear", Files.readString(diary));

        Files.createDirectory(parent.resolve("empty"));
        restore("empty", RestoreRequest.NEWEST);
        assertSound(parent.resolve("empty"));
        restore("made/on the way", RestoreRequest.NEWEST);
        assertSound(parent.resolve("made/on the way"));
    }

    @Test
    void aRestoreWhoseProcessDiesIsRecognisedAndBegunAnew() throws IOException {
        try (Cluster cluster = original()) {
            fill(cluster, 1);
            cluster.backup(backups());
        }
        Path target = parent.resolve("target");
        List<Path> crashes = new ArrayList<>();
        OfflineProgress crashing = (step, done, total) -> {
            if (Files.exists(target)) {
                Path crash = parent.resolve("crash " + crashes.size());
                copy(target, crash);
                crashes.add(crash);
            }
        };
        BackupRestorer.restore(backups(), target, RestoreRequest.NEWEST, crashing);
        assertFalse(crashes.isEmpty());
        for (Path crash : crashes) {
            ForeignDirectoryException refusal = assertThrows(
                    ForeignDirectoryException.class,
                    () -> Cluster.open(config(crash).build()));
            assertTrue(refusal.getMessage().contains("a restore into it was cut short"), refusal.getMessage());
            assertThrows(ForeignDirectoryException.class, () -> OfflineVolume.open(crash));
            assertThrows(
                    ForeignDirectoryException.class,
                    () -> Cluster.open(config(crash).build()));
            String name = String.valueOf(crash.getFileName());
            restore(name, RestoreRequest.NEWEST);
            assertSound(crash);
            assertThrows(DirectoryOccupiedException.class, () -> restore(name, RestoreRequest.NEWEST));
        }
    }

    /** Copies what a crash would leave: without the locks, which a crash gives back and this process must not touch. */
    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.getFileName()
                        .toString()
                        .toLowerCase(Locale.ROOT)
                        .contains("lock")) {
                    Files.copy(file, copy);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRestoreThatFailsLeavesNothing() {
        try (Cluster cluster = original()) {
            fill(cluster, 1);
            cluster.backup(backups());
        }
        Path target = parent.resolve("target");
        OfflineProgress failing = (step, done, total) -> {
            if (Files.exists(target)) {
                throw new IllegalStateException("the power is about to fail");
            }
        };
        assertThrows(
                IllegalStateException.class,
                () -> BackupRestorer.restore(backups(), target, RestoreRequest.NEWEST, failing));
        assertFalse(Files.exists(target));
    }
}
