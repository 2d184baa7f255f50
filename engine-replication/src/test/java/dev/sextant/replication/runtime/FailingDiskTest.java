package dev.sextant.replication.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterEvent;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A disk that fails takes its segment out of service and nobody else; it comes back by itself, with all its votes. */
class FailingDiskTest {
    private static final SegmentId SEGMENT = new SegmentId(4);

    private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    private final ClusterConfig config = ClusterConfig.inMemory()
            .writers(2)
            .timeouts(Timeouts.builder().segmentReturn(Duration.ofMillis(100)).build())
            .onEvent(events::add)
            .build();

    private final MemoryDisks disks = new MemoryDisks();

    private static SegmentState state(Cluster cluster) {
        return cluster.status().segments().get(SEGMENT.index()).state();
    }

    private boolean told(Class<? extends ClusterEvent> kind) {
        return events.stream().anyMatch(kind::isInstance);
    }

    private void assertFailsAndComesBack(Runnable harm, Runnable repair) {
        try (Cluster cluster = EmbeddedCluster.open(config, disks)) {
            Bank bank = new Bank(cluster, 1);
            try {
                bank.awaitMoreOn(5, 0, 1);
                harm.run();
                Waiting.until("the segment is out of service", () -> told(ClusterEvent.SegmentLeftService.class));
                bank.awaitMoreOn(20, 0, 1);
                repair.run();
                Waiting.until("the segment is back", () -> told(ClusterEvent.SegmentReturned.class));
                Waiting.until("the segment is up", () -> state(cluster) == SegmentState.UP);
                bank.awaitMoreOn(5, 0, 1);
            } finally {
                bank.close();
            }
            assertEquals(List.of(), bank.audit(cluster));
            assertTrue(cluster.verify().isSound());
        }
    }

    @Test
    void aFailingSync() {
        assertFailsAndComesBack(() -> disks.disk(SEGMENT).failNextSync(), () -> {});
    }

    @Test
    void aFullDisk() {
        assertFailsAndComesBack(
                () -> disks.disk(SEGMENT).setCapacityBytes(1),
                () -> disks.disk(SEGMENT).setCapacityBytes(Long.MAX_VALUE));
    }
}
