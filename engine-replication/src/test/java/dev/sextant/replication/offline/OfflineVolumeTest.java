package dev.sextant.replication.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.Codecs;
import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.PageId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.Table;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.replication.verify.Finding;
import dev.sextant.storage.rocks.RocksResources;
import dev.sextant.storage.rocks.RocksStore;
import dev.sextant.storage.segment.PageVersions;
import dev.sextant.storage.segment.Shelf;
import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.volume.ClosedVolume;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A volume on real disks that no cluster has open: what is told of it, which damage is found, and that nothing changes. */
class OfflineVolumeTest {
    private static final int ROWS = 400;
    private static final int LARGE_BYTES = 20_000;
    /** Fates as they are stored. */
    private static final byte COMMITTED = 1;

    private static final byte ABORTED = 2;

    @TempDir
    Path parent;

    private Path path() {
        return parent.resolve("volume");
    }

    private Cluster open() {
        return Cluster.open(ClusterConfig.in(path()).writers(2).build());
    }

    private static Table<String, String> table(Cluster cluster, String name) {
        return cluster.database().table(name, Codecs.utf8(), Codecs.utf8());
    }

    private static void fill(Cluster cluster, String name, int rounds) {
        Table<String, String> table = table(cluster, name);
        for (int round = 0; round < rounds; round++) {
            for (int row = 0; row < ROWS; row += 50) {
                int from = row;
                String value = name + round + "x".repeat(40);
                cluster.database().run(tx -> {
                    for (int i = from; i < from + 50; i++) {
                        tx.put(table, String.format("%05d", i), value);
                    }
                });
            }
        }
        cluster.database().run(tx -> tx.put(table, "large", "y".repeat(LARGE_BYTES)));
    }

    private void create() {
        try (Cluster cluster = open()) {
            fill(cluster, "letters", 3);
            fill(cluster, "numbers", 1);
        }
    }

    /** All files, with contents and times. */
    private Map<String, String> snapshot() throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(path())) {
            for (Path file : all.toList()) {
                String content =
                        Files.isDirectory(file) ? "" : Integer.toString(Arrays.hashCode(Files.readAllBytes(file)));
                files.put(file.toString(), Files.getLastModifiedTime(file) + " " + content);
            }
        }
        return files;
    }

    private VerifyResult verify() {
        try (OfflineVolume volume = OfflineVolume.open(path())) {
            return volume.verify(OfflineProgress.NONE);
        }
    }

    private void assertFinds(int segment, String... parts) {
        VerifyResult result = verify();
        assertFalse(result.isSound());
        for (String part : parts) {
            assertTrue(
                    result.findings().stream()
                            .anyMatch(each -> new SegmentId(segment).equals(each.segment())
                                    && each.what().contains(part)),
                    () -> part + " in " + result.findings());
        }
        assertTrue(
                result.findings().stream()
                        .allMatch(
                                each -> each.segment() == null || each.segment().index() == segment),
                () -> "no other segment is accused: " + result.findings());
    }

    /** Puts another value, with a good checksum, in the place of one in the middle of those that change; null removes it. */
    private byte[] change(int segment, ColumnFamily family, BiFunction<byte[], byte[], byte[]> change) {
        StoreIdentity identity;
        try (ClosedVolume volume = ClosedVolume.open(path())) {
            identity = StoreIdentity.of(volume.marker().volume(), new SegmentId(segment));
        }
        try (RocksResources resources = RocksResources.ofDefaultSize();
                SegmentStore store = RocksStore.open(path().resolve("segment-" + segment), identity, resources)) {
            List<byte[]> keys = new ArrayList<>();
            store.scan(family, new byte[0], null, (key, value) -> {
                if (!Arrays.equals(value, change.apply(key, value.clone()))) {
                    keys.add(key);
                }
                return true;
            });
            byte[] key = keys.get(keys.size() / 2);
            byte[] value = change.apply(key, store.get(family, key));
            StoreBatch batch = new StoreBatch();
            store.write(value == null ? batch.delete(family, key) : batch.put(family, key, value));
            return key;
        }
    }

    private static PageId pageOf(byte[] key) {
        return new PageId(ByteBuffer.wrap(key).getLong());
    }

    @Test
    void aSoundVolumeIsSoundAndLeftAsItIs() throws IOException {
        create();
        Map<String, String> before = snapshot();
        List<String> steps = new ArrayList<>();
        try (OfflineVolume volume = OfflineVolume.open(path())) {
            VerifyResult result = volume.verify((step, done, total) -> steps.add(step));
            assertEquals(List.of(), result.findings());
            assertNotNull(result.comparison());
            assertEquals(6, result.comparison().segments());
            assertEquals(3, result.comparison().trees());
            // The news of the last commit may not have reached all segments when the cluster was closed.
            long rows = result.comparison().rows();
            assertTrue(rows == 2 * (ROWS + 1) || rows == 2 * (ROWS + 1) - 1, "rows: " + rows);
            assertTrue(result.comparison().pages() > 8, result::toString);
            for (VerifyResult.SegmentResult segment : result.segments()) {
                assertTrue(segment.whole());
                assertNotNull(segment.audit());
                assertTrue(segment.audit().pages() >= result.comparison().pages());
            }
        }
        assertTrue(steps.contains("segment-5: records"), steps::toString);
        assertTrue(steps.contains("trees: table numbers"), steps::toString);
        assertEquals(before, snapshot());
    }

    @Test
    void anOpenVolumeIsNotTouchedAndACheckedOneNotOpened() {
        try (Cluster cluster = open()) {
            assertThrows(DirectoryInUseException.class, () -> OfflineVolume.open(path()));
            fill(cluster, "letters", 1);
        }
        try (OfflineVolume volume = OfflineVolume.open(path())) {
            assertThrows(DirectoryInUseException.class, this::open);
            assertTrue(volume.verify(OfflineProgress.NONE).isSound());
        }
        open().close();
    }

    @Test
    void aDeltaThatIsGoneIsFoundByPageAndKey() {
        create();
        byte[] key = change(3, ColumnFamily.REDO, (k, value) -> null);
        assertFinds(3, pageOf(key).toString());
        List<Finding> findings = verify().findings();
        assertTrue(findings.stream().anyMatch(each -> pageOf(key).equals(each.page()) && each.key() != null));
    }

    @Test
    void aDeltaThatWasChangedIsFound() {
        create();
        byte[] key = change(0, ColumnFamily.REDO, (k, value) -> {
            value[value.length - 1] ^= 1;
            return value;
        });
        assertFinds(0, pageOf(key).toString());
    }

    @Test
    void aRecordOfANewerVersionKeepsItsSegmentOutAndNoOther() {
        create();
        change(2, ColumnFamily.DECISIONS, (k, value) -> {
            value[0] = 9;
            return value;
        });
        assertFinds(2, "a newer version of Sextant wrote it, in format 9");
        try (OfflineVolume volume = OfflineVolume.open(path())) {
            assertEquals(5, volume.verify(OfflineProgress.NONE).comparison().segments());
        }
    }

    @Test
    void aFateThatDiffersBetweenSegmentsIsFound() {
        create();
        change(4, ColumnFamily.DECISIONS, (k, value) -> value[1] == COMMITTED ? new byte[] {1, ABORTED} : value);
        VerifyResult result = verify();
        assertTrue(
                result.findings().stream()
                        .anyMatch(each -> each.what().contains("is COMMITTED at segment-0 and ABORTED at segment-4")),
                result.findings()::toString);
    }

    /** Without its marker, its database, or with a flipped byte in a file of it. */
    @Test
    void aSegmentThatCannotBeOpenedIsFoundAndTheOthersCompared() throws IOException {
        create();
        RocksStore.destroy(path().resolve("segment-1"));
        Map<String, String> before = snapshot();
        assertFinds(1, "There is no Sextant segment");
        assertEquals(5, verify().comparison().segments());
        assertEquals(before, snapshot());
    }

    @Test
    void aFlippedBitInAFileIsFound() throws IOException {
        create();
        Path log;
        try (Stream<Path> files = Files.list(path().resolve("segment-5").resolve("database"))) {
            log = files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.comparingLong(file -> file.toFile().length()))
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 16;
        Files.write(log, bytes);
        Map<String, String> before = snapshot();
        assertFinds(5, "cannot be opened");
        assertEquals(before, snapshot());
    }

    @Test
    void aSegmentThatLagsIsNotedAndNoDamage() {
        create();
        try (Cluster cluster = open()) {
            cluster.faults().killSegment(new SegmentId(2));
            fill(cluster, "letters", 2);
        }
        VerifyResult result = verify();
        assertEquals(List.of(), result.findings());
        assertTrue(
                result.notes().stream().anyMatch(note -> note.startsWith("segment-2 is ") && note.contains("behind")),
                result.notes()::toString);
        assertEquals(6, result.comparison().segments());
    }

    @Test
    void anInspectionTellsWhatIsThere() throws IOException {
        create();
        Map<String, String> before = snapshot();
        try (OfflineVolume volume = OfflineVolume.open(path())) {
            VolumeSummary summary = volume.inspect();
            assertEquals(List.of(), summary.problems());
            assertEquals(
                    List.of("letters", "numbers"),
                    summary.tables().stream()
                            .map(VolumeSummary.TableSummary::name)
                            .toList());
            VolumeSummary.TableSummary letters = summary.tables().get(0);
            assertEquals(ROWS + 1, letters.rows(), "its last commit came long before the end");
            assertTrue(letters.pages() > 1 && letters.levels() == 2, letters::toString);
            assertTrue(summary.highestLsn().value() > 0);
            for (VolumeSummary.SegmentSummary segment : summary.segments()) {
                assertNull(segment.refusal());
                assertTrue(segment.whole());
                assertTrue(segment.commits() > 0 && segment.pages() > letters.pages());
                assertTrue(segment.shelves().get(Shelf.REDO).entries() > 0);
                assertTrue(segment.slots().get(0).incarnation() > 0);
            }
            assertPage(volume, letters.root());
        }
        assertEquals(before, snapshot());
    }

    private static void assertPage(OfflineVolume volume, PageId root) {
        List<PageSummary> all = volume.inspect(root, null);
        assertEquals(6, all.size());
        PageSummary one = volume.inspect(root, new SegmentId(4)).get(0);
        assertEquals(new SegmentId(4), one.segment());
        assertNull(one.refusal());
        assertNotNull(one.content());
        assertTrue(one.content().startsWith("INNER, level 1"), one::content);
        List<PageVersions.Version> versions = one.versions();
        assertEquals(one.newest(), versions.get(versions.size() - 1).id());
        assertTrue(versions.get(0).base().isNone());
        assertEquals(
                "never written, 0 rows, 10 bytes",
                volume.inspect(new PageId(1L << 50), new SegmentId(0)).get(0).content());
    }
}
