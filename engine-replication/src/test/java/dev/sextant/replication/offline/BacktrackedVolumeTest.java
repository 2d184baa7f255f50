package dev.sextant.replication.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.Database;
import dev.sextant.api.Range;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.fault.FaultTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume that was taken back, checked while nobody has it open, backed up, and restored as of before and after. */
class BacktrackedVolumeTest {
    private static final int ROWS = 2_000;

    @TempDir
    Path parent;

    private static Map<Long, Long> rows(Transaction transaction, Table<Long, Long> table) {
        Map<Long, Long> rows = new TreeMap<>();
        Range<Long> all = Range.all();
        transaction.scan(table, all, ScanOptions.DEFAULT).forEach(row -> rows.put(row.key(), row.value()));
        return rows;
    }

    private static void fill(Database database, Table<Long, Long> table, long from, long value) {
        database.run(transaction -> {
            for (long key = from; key < from + ROWS; key++) {
                transaction.put(table, key, value);
            }
        });
    }

    private Map<Long, Long> restored(String name, RestoreRequest request) {
        return restored(
                name, request, target -> ClusterConfig.in(target).writers(1).build());
    }

    private Map<Long, Long> restored(String name, RestoreRequest request, Function<Path, ClusterConfig> config) {
        Path target = parent.resolve(name);
        BackupRestorer.restore(parent.resolve("backups"), target, request, OfflineProgress.NONE);
        try (Cluster cluster = Cluster.open(config.apply(target))) {
            Database database = cluster.database();
            Table<Long, Long> table = database.openTable("rows", Codecs.int64(), Codecs.int64());
            assertTrue(cluster.verify().isSound());
            database.run(transaction -> transaction.put(table, -1L, -1L));
            Map<Long, Long> rows = database.transact(transaction -> rows(transaction, table));
            rows.remove(-1L);
            return rows;
        }
    }

    @Test
    void isSoundAndRestoredAsOfBeforeAndAfter() throws IOException {
        Map<Long, Long> then;
        Map<Long, Long> undone;
        BacktrackReport report;
        Path volume = parent.resolve("volume");
        try (Cluster cluster = Cluster.open(ClusterConfig.in(volume).writers(2).build())) {
            Database database = cluster.database(new WriterId(0));
            Table<Long, Long> table = database.table("rows", Codecs.int64(), Codecs.int64());
            fill(database, table, 0, 1);
            then = database.transact(transaction -> rows(transaction, table));
            ReadPoint target = database.transact(Transaction::snapshot);
            fill(database, table, ROWS / 2, 2);
            undone = database.transact(transaction -> rows(transaction, table));
            report = cluster.backtrack(target);
            cluster.backup(parent.resolve("backups"));
        }
        try (OfflineVolume closed = OfflineVolume.open(volume)) {
            VerifyResult result = closed.verify(OfflineProgress.NONE);
            assertTrue(result.isSound(), result::toString);
        }
        BackupResult backups = BackupVerifier.verify(parent.resolve("backups"), true, OfflineProgress.NONE);
        assertTrue(backups.isSound(), backups::toString);
        assertEquals(then, restored("end", RestoreRequest.NEWEST));
        assertEquals(undone, restored("before", RestoreRequest.NEWEST.asOf(report.before())));
        assertEquals(then, restored("after", RestoreRequest.NEWEST.asOf(report.after())));
        assertEquals(then, restored("target", RestoreRequest.NEWEST.asOf(report.target())));
    }

    /** What two of the six segments are told of the pages by the others, since their disks are younger than the moment gone back to. */
    @Test
    void bugDisksFilledBeforeABacktrackAreSound() throws IOException {
        Path volume = parent.resolve("volume");
        Function<Path, ClusterConfig> config =
                path -> ClusterConfig.in(path).writers(1).allFull().build();
        Map<Long, Long> then;
        try (Cluster cluster = Cluster.open(config.apply(volume))) {
            Database database = cluster.database();
            Table<Long, Long> table = database.table("rows", Codecs.int64(), Codecs.int64());
            fill(database, table, 0, 1);
            then = database.transact(transaction -> rows(transaction, table));
            ReadPoint target = database.transact(Transaction::snapshot);
            fill(database, table, ROWS / 2, 2);
            for (int index : List.of(4, 5)) {
                cluster.faults().loseDisk(new SegmentId(index));
                while (cluster.status().segments().stream().anyMatch(each -> each.state() != SegmentState.UP)) {
                    Thread.onSpinWait();
                }
            }
            cluster.backtrack(target);
            fill(database, table, 5 * ROWS, 3);
            cluster.backup(parent.resolve("backups"));
        }
        try (OfflineVolume closed = OfflineVolume.open(volume)) {
            VerifyResult result = closed.verify(OfflineProgress.NONE);
            assertTrue(result.isSound(), result::toString);
        }
        for (long key = 5 * ROWS; key < 6 * ROWS; key++) {
            then.put(key, 3L);
        }
        assertEquals(then, restored("end", RestoreRequest.NEWEST, config));
    }

    /** Found by a test run on a busy machine: the cluster was closed before the others had told them. */
    @Test
    void bugDisksThatAreNotToldYetHowABacktrackLeftPagesAreSound() throws IOException {
        Path volume = parent.resolve("volume");
        try (Cluster cluster =
                Cluster.open(ClusterConfig.in(volume).writers(1).allFull().build())) {
            Database database = cluster.database();
            Table<Long, Long> table = database.table("rows", Codecs.int64(), Codecs.int64());
            fill(database, table, 0, 1);
            ReadPoint target = database.transact(Transaction::snapshot);
            fill(database, table, ROWS / 2, 2);
            for (int index : List.of(4, 5)) {
                cluster.faults().loseDisk(new SegmentId(index));
                while (cluster.status().segments().stream().anyMatch(each -> each.state() != SegmentState.UP)) {
                    Thread.onSpinWait();
                }
            }
            // Nobody can tell them.
            for (int index = 0; index < 4; index++) {
                cluster.faults().cutLink(FaultTarget.of(new SegmentId(index)), FaultTarget.of(new SegmentId(4)));
            }
            cluster.backtrack(target);
            fill(database, table, 5 * ROWS, 3);
        }
        try (OfflineVolume closed = OfflineVolume.open(volume)) {
            VerifyResult result = closed.verify(OfflineProgress.NONE);
            assertTrue(result.isSound(), result::toString);
            assertTrue(
                    result.notes().stream().anyMatch(note -> note.startsWith("segment-4 was filled after")),
                    result::toString);
        }
    }
}
