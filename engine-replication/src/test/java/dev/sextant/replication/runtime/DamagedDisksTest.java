package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterEvent;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.Codecs;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Table;
import dev.sextant.api.config.ClusterConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segments with damaged disks on real files: they are filled anew, one at a time, and only while the others can do without. */
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
            cluster.database().run(tx -> {
                for (long row = 0; row < ROWS; row++) {
                    tx.put(table(cluster), row, "value " + row);
                }
            });
        }
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

    /** What lies in a table file is found while the segment is in service. */
    @Test
    void whatScrubbingFindsIsReplaced() throws IOException {
        create();
        Cluster.open(config().build()).close(); // turns the log into table files
        try (Cluster cluster = Cluster.open(config().build())) {
            Waiting.until("it was read", () -> segments(cluster).get(3).scrub().rounds() > 0);
            assertFalse(segments(cluster).get(3).scrub().damaged());
        }
        Path database = parent.resolve("volume").resolve("segment-3").resolve("database");
        List<Path> tables;
        try (var files = Files.list(database)) {
            tables = files.filter(file -> file.toString().endsWith(".sst")).toList();
        }
        for (Path each : tables) {
            try (RandomAccessFile file = new RandomAccessFile(each.toFile(), "rw")) {
                file.seek(20);
                int before = file.read();
                file.seek(20);
                file.write(before ^ 8);
            }
        }
        events.clear();
        try (Cluster cluster = Cluster.open(config().build())) {
            assertHasRows(cluster);
            Waiting.until(
                    "it has a new disk and is whole",
                    () -> segments(cluster).get(3).generation() == 2 && allUp(cluster));
            assertTrue(events.stream().anyMatch(ClusterEvent.DiskReplaced.class::isInstance));
            assertHasRows(cluster);
            Waiting.until("the segments agree", () -> cluster.verify().isSound());
        }
    }
}
