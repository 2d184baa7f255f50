package dev.sextant.replication.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.BackupReport;
import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.PageId;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.Table;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.replication.verify.CatalogTables;
import dev.sextant.storage.backup.BackupCheck;
import dev.sextant.storage.backup.BackupDirectory;
import dev.sextant.storage.page.Row;
import dev.sextant.storage.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a cluster on real disks, while it works. */
class BackupTest {
    private static final int ROWS = 200;

    @TempDir
    Path parent;

    private Path volume() {
        return parent.resolve("volume");
    }

    private Path backups() {
        return parent.resolve("backups");
    }

    private Cluster open() {
        return Cluster.open(ClusterConfig.in(volume()).writers(2).build());
    }

    private static Table<String, Long> table(Cluster cluster) {
        return cluster.database().table("counters", Codecs.utf8(), Codecs.int64());
    }

    private static void fill(Cluster cluster, long value) {
        Table<String, Long> table = table(cluster);
        cluster.database().run(tx -> {
            for (int i = 0; i < ROWS; i++) {
                tx.put(table, "row " + i, value);
            }
        });
    }

    private BackupResult verify(boolean all) {
        return BackupVerifier.verify(backups(), all, OfflineProgress.NONE);
    }

    private static void assertSound(BackupResult result) {
        assertTrue(result.isSound(), result::toString);
    }

    @Test
    void backupsOfAClosedLifeAreWholeAndIncremental() throws IOException {
        try (Cluster cluster = open()) {
            fill(cluster, 1);
            BackupReport first = cluster.backup(backups());
            assertEquals(1, first.number());
            assertEquals(first.files(), first.copiedFiles());
            fill(cluster, 2);
            BackupReport second = cluster.backup(backups());
            assertEquals(2, second.number());
            assertTrue(second.copiedFiles() < second.files(), second::toString);
            assertTrue(second.point().covers(first.point()));
        }
        BackupResult result = verify(true);
        assertSound(result);
        assertEquals(2, result.backups().size());
        for (BackupResult.OneBackup backup : result.backups()) {
            assertNotNull(backup.content());
            assertNotNull(backup.content().comparison());
            assertEquals(ROWS, backup.content().comparison().rows());
            assertEquals(1, backup.content().segments().size());
        }
        assertNull(verify(false).backups().get(0).content(), "only the newest is looked into");
        try (Stream<Path> left = Files.walk(volume())) {
            assertTrue(left.noneMatch(file -> file.endsWith("frozen")), "nothing is left in the volume");
        }
        try (OfflineVolume closed = OfflineVolume.open(volume())) {
            assertTrue(closed.verify(OfflineProgress.NONE).isSound());
        }
    }

    /** What was acknowledged before a backup began is in it, whatever goes on meanwhile. */
    @Test
    void aBackupUnderLoadHoldsAllThatWasAcknowledged() throws InterruptedException, IOException {
        List<Long> acknowledgedBefore = new ArrayList<>();
        try (Cluster cluster = open()) {
            fill(cluster, 0);
            Table<String, Long> table = table(cluster);
            AtomicBoolean stop = new AtomicBoolean();
            AtomicLong acknowledged = new AtomicLong();
            Thread load = new Thread(() -> {
                while (!stop.get()) {
                    long next = acknowledged.get() + 1;
                    cluster.database().run(tx -> tx.put(table, "next", next));
                    acknowledged.set(next);
                }
            });
            load.start();
            try {
                for (int i = 0; i < 4; i++) {
                    acknowledgedBefore.add(acknowledged.get());
                    cluster.backup(backups());
                }
            } finally {
                stop.set(true);
                load.join();
            }
        }
        assertSound(verify(true));
        for (int i = 0; i < acknowledgedBefore.size(); i++) {
            long found = next(i);
            assertTrue(found >= acknowledgedBefore.get(i), "backup " + i + " has " + found + ", " + acknowledgedBefore);
        }
        assertTrue(acknowledgedBefore.get(3) > 0, "there was load");
    }

    /** The value of the row {@code next} in a backup; 0 if there is none. */
    private long next(int index) throws IOException {
        Path links = Files.createDirectory(parent.resolve("links-" + index));
        try (BackupDirectory directory = BackupDirectory.forReading(backups())) {
            BackupCheck.link(directory, directory.manifests().get(index), links);
        }
        try (OfflineVolume copy =
                OfflineVolume.open(links, id -> Files.exists(links.resolve("segment-" + id.index())))) {
            IdleSegment segment = copy.segments().get(0).start();
            OfflinePages pages = new OfflinePages(List.of(segment), segment.held());
            PageId root = CatalogTables.read(pages).get("counters");
            Row row = Tree.get(pages, root, Codecs.utf8().encode("next"));
            return row == null ? 0 : Codecs.int64().decode(Tree.value(pages, row));
        }
    }

    /** A writer that dies after it acknowledged leaves its last commit undecided everywhere, until somebody settles it. */
    @RepeatedTest(4)
    void bugCommitsOfAWriterThatDiedJustNowAreIn() {
        try (Cluster cluster = open()) {
            fill(cluster, 1);
            Table<String, Long> table = table(cluster);
            cluster.database(new WriterId(1)).run(tx -> tx.put(table, "last words", 7L));
            cluster.faults().killWriter(new WriterId(1));
            cluster.backup(backups());
        }
        BackupResult result = verify(false);
        assertSound(result);
        assertEquals(ROWS + 1, result.backups().get(0).content().comparison().rows());
    }

    @Test
    void segmentsThatAreAwayAreNoSourceAndTooFewAreRefused() {
        try (Cluster cluster = open()) {
            fill(cluster, 1);
            cluster.faults().killSegment(new SegmentId(0));
            cluster.faults().killSegment(new SegmentId(1));
            BackupReport report = cluster.backup(backups());
            assertTrue(report.source().index() > 1, report::toString);
            cluster.faults().killSegment(new SegmentId(2));
            cluster.faults().killSegment(new SegmentId(3));
            assertThrows(QuorumLostException.class, () -> cluster.backup(backups()));
        }
        assertSound(verify(false));
    }

    @Test
    void damageInABackupIsFound() throws IOException {
        try (Cluster cluster = open()) {
            fill(cluster, 1);
            cluster.backup(backups());
        }
        BackupFiles.damageEach(backups(), file -> {
            BackupResult result = verify(false);
            assertFalse(result.isSound(), file::toString);
            assertEquals(1, result.backups().get(0).problems().size());
        });
        assertSound(verify(false));
    }

    @Test
    void whatCannotBeBackedUpIsSaid() throws IOException {
        try (Cluster cluster = Cluster.open(ClusterConfig.inMemory().writers(1).build())) {
            assertThrows(ConfigurationException.class, () -> cluster.backup(backups()));
        }
        Files.createDirectory(backups());
        Files.writeString(backups().resolve("diary"), "dear");
        try (Cluster cluster = open()) {
            assertThrows(ForeignDirectoryException.class, () -> cluster.backup(backups()));
            assertThrows(ForeignDirectoryException.class, () -> verify(false));
        }
    }
}
