package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterEvent;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.Codecs;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Table;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.storage.store.ColumnFamily;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments with damaged disks: they are filled anew, one at a time, and only while the others can do without. */
class DamagedDisksTest {
    private static final int ROWS = 50;

    @TempDir
    Path parent;

    private final Queue<ClusterEvent> events = new ConcurrentLinkedQueue<>();

    private ClusterConfig.Builder config() {
        return ClusterConfig.in(parent.resolve("volume"))
                .writers(2)
                .scrubInterval(Duration.ofMillis(50))
                .onEvent(events::add);
    }

    private static Table<Long, String> table(Cluster cluster) {
        return cluster.database().table("rows", Codecs.int64(), Codecs.utf8());
    }

    private void create() {
        try (Cluster cluster = Cluster.open(config().build())) {
            putRows(cluster);
        }
    }

    private static void putRows(Cluster cluster) {
        cluster.database().run(tx -> {
            for (long row = 0; row < ROWS; row++) {
                tx.put(table(cluster), row, "value " + row);
            }
        });
    }

    /** So that its marker no longer matches its checksum. */
    private void damageMarker(int segment) throws IOException {
        Path marker = parent.resolve("volume").resolve("segment-" + segment).resolve("SEXTANT-SEGMENT");
        try (RandomAccessFile file = new RandomAccessFile(marker.toFile(), "rw")) {
            file.seek(40);
            int before = file.read();
            file.seek(40);
            file.write(before ^ 1);
        }
    }

    private static List<ClusterStatus.SegmentStatus> segments(Cluster cluster) {
        return cluster.status().segments();
    }

    private static boolean allUp(Cluster cluster) {
        return segments(cluster).stream().allMatch(segment -> segment.state() == SegmentState.UP);
    }

    private static void assertHasRows(Cluster cluster) {
        cluster.database().run(tx -> {
            for (long row = 0; row < ROWS; row++) {
                assertEquals("value " + row, tx.get(table(cluster), row).orElse(""));
            }
        });
    }

    @Test
    void twoDamagedDisksAreReplacedOneAfterTheOther() throws IOException {
        create();
        damageMarker(1);
        damageMarker(4);
        try (Cluster cluster = Cluster.open(config().build())) {
            assertHasRows(cluster);
            Waiting.until("all are whole", () -> allUp(cluster));
            assertEquals(2, segments(cluster).get(1).generation());
            assertEquals(2, segments(cluster).get(4).generation());
            assertHasRows(cluster);
            Waiting.until("the segments agree", () -> cluster.verify().isSound());
        }
        List<ClusterEvent> order = events.stream()
                .filter(event ->
                        event instanceof ClusterEvent.DiskReplaced || event instanceof ClusterEvent.RebuildCompleted)
                .toList();
        assertEquals(4, order.size(), order::toString);
        assertTrue(order.get(0) instanceof ClusterEvent.DiskReplaced, order::toString);
        assertTrue(order.get(1) instanceof ClusterEvent.RebuildCompleted, order::toString);
        assertTrue(order.get(2) instanceof ClusterEvent.DiskReplaced, order::toString);
    }

    @Test
    void itIsLeftToAPersonWhereTheConfigurationSaysSo() throws IOException {
        create();
        damageMarker(2);
        try (Cluster cluster = Cluster.open(config().replaceDamagedDisks(false).build())) {
            assertHasRows(cluster);
            ClusterStatus.SegmentStatus damaged = segments(cluster).get(2);
            assertEquals(SegmentState.FAILED, damaged.state());
            assertTrue(damaged.outage().orElseThrow().nextTry().isEmpty());
        }
        assertFalse(events.stream().anyMatch(ClusterEvent.DiskReplaced.class::isInstance));
        assertTrue(events.stream()
                .anyMatch(event -> event instanceof ClusterEvent.SegmentLeftService left && !left.returns()));
    }

    @Test
    void noneIsReplacedWhileTheOthersCannotDoWithoutIt() {
        SegmentState up = SegmentState.UP;
        SegmentState down = SegmentState.DOWN;
        SegmentState failed = SegmentState.FAILED;
        SegmentState rebuilding = SegmentState.REBUILDING;
        assertTrue(DamagedDisks.allows(up, List.of(up, up, up, up, up)));
        assertFalse(DamagedDisks.allows(up, List.of(up, up, up, up, down)), "it votes, and may be needed");
        assertTrue(DamagedDisks.allows(failed, List.of(up, up, up, up, down)));
        assertTrue(DamagedDisks.allows(failed, List.of(up, failed, up, up, up)), "two are damaged");
        assertFalse(DamagedDisks.allows(failed, List.of(up, up, up, up, rebuilding)), "one at a time");
        assertFalse(DamagedDisks.allows(failed, List.of(up, up, up, down, down)));
    }

    /** The segment serves on until the others can do without it; one that somebody stopped meanwhile stays stopped. */
    @Test
    void whatScrubbingFindsIsReplacedUnlessTheSegmentWasStopped() {
        SegmentId away = new SegmentId(0);
        SegmentId damaged = new SegmentId(3);
        MemoryDisks disks = new MemoryDisks();
        ClusterConfig inMemory = ClusterConfig.inMemory()
                .writers(2)
                .scrubInterval(Duration.ofMillis(20))
                .onEvent(events::add)
                .build();
        try (Cluster cluster = EmbeddedCluster.open(inMemory, disks)) {
            putRows(cluster);
            cluster.faults().killSegment(away);
            disks.disk(damaged).flipBit(ColumnFamily.REDO, 0, 5);
            Waiting.until("it was found", () -> segments(cluster).get(3).scrub().damaged());
            assertEquals(SegmentState.UP, segments(cluster).get(3).state(), "it serves on");
            cluster.faults().killSegment(damaged);
            cluster.faults().restartSegment(away);
            Waiting.until(
                    "the other has served for a while",
                    () -> segments(cluster).get(0).scrub().rounds() >= 25);
            assertEquals(SegmentState.DOWN, segments(cluster).get(3).state());
            assertFalse(events.stream().anyMatch(ClusterEvent.DiskReplaced.class::isInstance));
            cluster.faults().restartSegment(damaged);
            Waiting.until(
                    "it has a new disk and is whole",
                    () -> segments(cluster).get(3).generation() == 2 && allUp(cluster));
            assertTrue(events.stream().anyMatch(ClusterEvent.DiskReplaced.class::isInstance));
            assertHasRows(cluster);
            Waiting.until("the segments agree", () -> cluster.verify().isSound());
        }
    }
}
