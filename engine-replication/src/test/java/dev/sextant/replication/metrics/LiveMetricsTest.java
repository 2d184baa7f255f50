package dev.sextant.replication.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.Codecs;
import dev.sextant.api.SegmentId;
import dev.sextant.api.Table;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.replication.runtime.Waiting;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** The meters of a cluster that runs. */
class LiveMetricsTest {
    private static final WriterId FIRST = new WriterId(0);
    private static final WriterId SECOND = new WriterId(1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private double commits() {
        return count("sextant.commits", "writer", "0") + count("sextant.commits", "writer", "1");
    }

    @Test
    void whatHappensIsSeen() {
        try (Cluster cluster = Cluster.open(ClusterConfig.inMemory().writers(2).build());
                SextantMetrics metrics = new SextantMetrics(cluster)) {
            metrics.bindTo(registry);
            Table<Long, Long> rows = cluster.database().table("rows", Codecs.int64(), Codecs.int64());
            for (long key = 0; key < 50; key++) {
                long row = key;
                cluster.database(row % 2 == 0 ? FIRST : SECOND).run(tx -> tx.put(rows, row, row));
            }
            Waiting.until(
                    "the commits are counted",
                    () -> commits() >= 50 && commits() == cluster.status().total(Counters::commits));
            for (int segment = 0; segment < SegmentId.COUNT; segment++) {
                String index = String.valueOf(segment);
                Waiting.until(
                        "segment " + index + " is seen to vote",
                        () -> gauge("sextant.vote.latency", "writer", "0", "segment", index, "stat", "p50") > 0);
            }
            assertTrue(gauge("sextant.quorum.latency", "writer", "0", "stat", "max") > 0);
            assertTrue(gauge("sextant.cache.hit.ratio", "writer", "0") > 0);
            assertEquals(6, gauge("sextant.segments.up"));

            cluster.faults().killSegment(new SegmentId(4));
            Waiting.until("the segment is seen to be down", () -> gauge("sextant.segments.up") == 5);
            assertEquals(1, gauge("sextant.segment.state", "segment", "4", "state", "down"));
            assertEquals(1, gauge("sextant.health", "verdict", "degraded"));
        }
        assertTrue(registry.getMeters().isEmpty());
    }

    @Test
    void countersOutliveTheirWriter() {
        try (Cluster cluster = Cluster.open(ClusterConfig.inMemory().writers(1).build())) {
            new SextantMetrics(cluster).bindTo(registry);
            Table<Long, Long> rows = cluster.database().table("rows", Codecs.int64(), Codecs.int64());
            cluster.database().run(tx -> tx.put(rows, 1L, 1L));
            cluster.database().run(tx -> tx.put(rows, 2L, tx.get(rows, 1L).orElseThrow()));
            Waiting.until("it is counted", () -> count("sextant.commits", "writer", "0") >= 2);
            double commits = count("sextant.commits", "writer", "0");
            double hits = count("sextant.cache.gets", "writer", "0", "result", "hit");
            assertTrue(hits > 0);

            cluster.faults().killWriter(FIRST);
            cluster.faults().restartWriter(FIRST);
            Waiting.until("it is open again", () -> gauge("sextant.writer.state", "writer", "0", "state", "open") == 1);
            assertTrue(count("sextant.commits", "writer", "0") >= commits);
            assertTrue(count("sextant.cache.gets", "writer", "0", "result", "hit") >= hits);
        }
        assertEquals(Double.NaN, count("sextant.commits", "writer", "0"));
    }
}
