package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.Codecs;
import dev.sextant.api.ConfigurationException;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentRole;
import dev.sextant.api.SegmentState;
import dev.sextant.api.Table;
import dev.sextant.api.config.ClusterConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Volumes with tails, and without, on real disks. */
class LayoutTest {
    private static final int ROWS = 400;

    @TempDir
    Path parent;

    private ClusterConfig.Builder config() {
        return ClusterConfig.in(parent.resolve("volume")).writers(1).historyRetention(Duration.ZERO);
    }

    private static Table<Long, byte[]> table(Cluster cluster) {
        return cluster.database().table("rows", Codecs.int64(), Codecs.bytes());
    }

    private static void write(Cluster cluster, int round) {
        Table<Long, byte[]> rows = table(cluster);
        for (long from = 0; from < ROWS; from += 100) {
            long first = from;
            cluster.database().run(tx -> {
                for (long key = first; key < first + 100; key++) {
                    tx.put(rows, key, new byte[] {(byte) round, (byte) key});
                }
            });
        }
    }

    private static void assertHas(Cluster cluster, int round) {
        Table<Long, byte[]> rows = table(cluster);
        for (long key = 0; key < ROWS; key += 17) {
            long asked = key;
            Optional<byte[]> found = cluster.database().transact(tx -> tx.get(rows, asked));
            assertEquals(List.of((byte) round, (byte) key), List.of(found.orElseThrow()[0], found.orElseThrow()[1]));
        }
    }

    private static void awaitUp(Cluster cluster) {
        Waiting.until(
                "all are up",
                () -> cluster.status().segments().stream().allMatch(each -> each.state() == SegmentState.UP));
    }

    @Test
    void aVolumeHasTailsUnlessItIsCreatedWithoutAndKeepsItsLayout() {
        try (Cluster cluster = Cluster.open(config().build())) {
            assertEquals(
                    List.of(
                            SegmentRole.FULL,
                            SegmentRole.TAIL,
                            SegmentRole.FULL,
                            SegmentRole.TAIL,
                            SegmentRole.FULL,
                            SegmentRole.TAIL),
                    cluster.status().segments().stream()
                            .map(ClusterStatus.SegmentStatus::role)
                            .toList());
            write(cluster, 1);
        }
        ClusterConfig other = config().allFull().build();
        assertEquals(
                "segmentLayout",
                assertThrows(ConfigurationException.class, () -> Cluster.open(other))
                        .setting());
        try (Cluster cluster = Cluster.open(config().build())) {
            assertHas(cluster, 1);
        }
    }

    @Test
    void oneFullSegmentIsEnoughToReadEverything() {
        try (Cluster cluster = Cluster.open(config().cacheSizeBytes(1 << 20).build())) {
            write(cluster, 1);
            cluster.faults().killSegment(new SegmentId(4));
            write(cluster, 2);
            cluster.faults().restartSegment(new SegmentId(4));
            awaitUp(cluster);
            cluster.faults().killSegment(new SegmentId(2));
            cluster.faults().killSegment(new SegmentId(0));
            cluster.faults().killWriter(new dev.sextant.api.WriterId(0));
            cluster.faults().restartWriter(new dev.sextant.api.WriterId(0));
            assertHas(cluster, 2);
        }
    }

    @Test
    void aTailThatLosesItsDiskIsFilledAndEverythingIsVerifiedAndBackedUp() {
        try (Cluster cluster = Cluster.open(config().build())) {
            for (int round = 1; round < 6; round++) {
                write(cluster, round);
            }
            cluster.faults().loseDisk(new SegmentId(3));
            write(cluster, 6);
            awaitUp(cluster);
            assertEquals(List.of(), cluster.verify().problems());
            assertTrue(cluster.backup(parent.resolve("backups")).source().index() % 2 == 0, "pages are backed up");
            cluster.faults().takeDown(AvailabilityZone.values()[1]);
            assertHas(cluster, 6);
        }
    }
}
