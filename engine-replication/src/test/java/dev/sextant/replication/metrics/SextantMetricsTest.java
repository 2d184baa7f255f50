package dev.sextant.replication.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.Attempts;
import dev.sextant.api.ClusterStatus.CacheStatus;
import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.ClusterStatus.InDoubt;
import dev.sextant.api.ClusterStatus.Latency;
import dev.sextant.api.ClusterStatus.RedoLag;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SextantMetricsTest {
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);

    private static Latency latency(long millis) {
        return new Latency(9, Duration.ofMillis(millis), Duration.ofMillis(2 * millis), Duration.ofMillis(3 * millis));
    }

    private static WriterStatus writer(int slot, WriterState state) {
        WriterId id = new WriterId(slot);
        return new WriterStatus(
                id,
                id.zone(),
                state,
                1,
                ReadPoint.ZERO,
                new Counters(10, 11, 12, 13, 14, 15, 16, 17, 18),
                new Attempts(10, 1, 4, 7),
                new InDoubt(2, List.of()),
                Map.of(new WriterId(1 - slot), new RedoLag(21, Duration.ofMillis(22))),
                23,
                new CacheStatus(24, 75, 25),
                latency(1),
                Map.of(new SegmentId(4), latency(100)));
    }

    private static SegmentStatus segment(int index, SegmentState state) {
        SegmentId id = new SegmentId(index);
        return new SegmentStatus(
                id,
                SegmentLayout.FULL_AND_TAIL.role(id),
                state,
                1,
                ReadPoint.ZERO,
                31,
                32,
                1_000 + index,
                0,
                new ClusterStatus.CatchUp(33, 0, 0, Optional.empty()),
                ClusterStatus.ScrubStatus.NONE,
                Duration.ZERO,
                Optional.empty());
    }

    private static ReplicaStatus replica(int index, ReplicaState state) {
        ReplicaId id = new ReplicaId(index);
        return new ReplicaStatus(
                id,
                id.zone(),
                state,
                Duration.ZERO,
                ReadPoint.ZERO,
                new InDoubt(41, List.of()),
                Map.of(new WriterId(1), new RedoLag(42, Duration.ofMillis(43))),
                44,
                new CacheStatus(45, 90, 10));
    }

    private static ClusterStatus status(WriterState second, SegmentState last) {
        return status(second, last, ReplicaState.OPEN);
    }

    private static ClusterStatus status(WriterState second, SegmentState last, ReplicaState lastReplica) {
        List<SegmentStatus> segments = new ArrayList<>();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            segments.add(segment(index, index == SegmentId.COUNT - 1 ? last : SegmentState.UP));
        }
        return new ClusterStatus(
                List.of(writer(0, WriterState.OPEN), writer(1, second)),
                segments,
                List.of(replica(0, ReplicaState.OPEN), replica(1, lastReplica)));
    }

    private final StatusOnly cluster = new StatusOnly(status(WriterState.OPEN, SegmentState.UP));

    /** What the only meter of that name and these tags says. */
    private double value(String name, String... tags) {
        return registry.get(name).tags(tags).meters().stream()
                .reduce((one, other) -> {
                    throw new AssertionError("two meters: " + one.getId() + " and " + other.getId());
                })
                .orElseThrow()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    @Test
    void everythingInTheStatusIsThere() {
        new SextantMetrics(cluster).bindTo(registry);
        assertEquals(10, value("sextant.commits", "writer", "0", "zone", "A"));
        assertEquals(11, value("sextant.rollbacks", "writer", "1", "zone", "B"));
        assertEquals(12, value("sextant.proposals", "writer", "0"));
        assertEquals(13, value("sextant.conflicts", "writer", "0", "kind", "page"));
        assertEquals(14, value("sextant.conflicts", "writer", "0", "kind", "row"));
        assertEquals(15, value("sextant.conflicts", "writer", "0", "kind", "serialization"));
        assertEquals(16, value("sextant.rebases", "writer", "0"));
        assertEquals(17, value("sextant.indeterminate", "writer", "0"));
        assertEquals(18, value("sextant.settled", "writer", "0"));
        assertEquals(2, value("sextant.indoubt", "writer", "0"));
        assertEquals(23, value("sextant.queued", "writer", "0"));
        assertEquals(1, value("sextant.attempts", "writer", "0", "stat", "p50"));
        assertEquals(4, value("sextant.attempts", "writer", "0", "stat", "p999"));
        assertEquals(7, value("sextant.attempts", "writer", "0", "stat", "max"));
        assertEquals(0.001, value("sextant.quorum.latency", "writer", "0", "stat", "p50"), 1e-9);
        assertEquals(0.2, value("sextant.vote.latency", "writer", "0", "segment", "4", "stat", "p99"), 1e-9);
        assertEquals(
                0.3, value("sextant.vote.latency", "writer", "1", "zone", "C", "segment", "4", "stat", "max"), 1e-9);
        assertEquals(Double.NaN, value("sextant.vote.latency", "writer", "0", "segment", "3", "stat", "p50"));
        assertEquals(0.022, value("sextant.redo.lag", "writer", "0", "peer", "1"), 1e-9);
        assertEquals(21, value("sextant.redo.pending", "writer", "1", "peer", "0"));
        assertEquals(24, value("sextant.cache.size", "writer", "0"));
        assertEquals(75, value("sextant.cache.gets", "writer", "0", "result", "hit"));
        assertEquals(25, value("sextant.cache.gets", "writer", "0", "result", "miss"));
        assertEquals(0.75, value("sextant.cache.hit.ratio", "writer", "0"), 1e-9);
        assertEquals(1_003, value("sextant.store.size", "segment", "3", "zone", "B"));
        assertEquals(31, value("sextant.segment.undecided", "segment", "3"));
        assertEquals(32, value("sextant.segment.parked", "segment", "3"));
        assertEquals(33, value("sextant.segment.missing", "segment", "3"));
        assertEquals(41, value("sextant.replica.indoubt", "replica", "0", "zone", "A"));
        assertEquals(42, value("sextant.replica.redo.pending", "replica", "1", "zone", "B", "writer", "1"));
        assertEquals(0.043, value("sextant.replica.redo.lag", "replica", "0", "writer", "1"), 1e-9);
        assertEquals(0, value("sextant.replica.redo.lag", "replica", "0", "writer", "0"));
        assertEquals(44, value("sextant.replica.transactions", "replica", "0"));
        assertEquals(45, value("sextant.replica.cache.size", "replica", "1"));
        assertEquals(90, value("sextant.replica.cache.gets", "replica", "1", "result", "hit"));
        assertEquals(10, value("sextant.replica.cache.gets", "replica", "1", "result", "miss"));
        assertEquals(0.9, value("sextant.replica.cache.hit.ratio", "replica", "1"), 1e-9);
        assertEquals(6, value("sextant.segments.up"));
    }

    @Test
    void statesAreOneOrZero() {
        new SextantMetrics(cluster).bindTo(registry);
        assertEquals(1, value("sextant.writer.state", "writer", "1", "state", "open"));
        assertEquals(0, value("sextant.writer.state", "writer", "1", "state", "down"));
        assertEquals(1, value("sextant.segment.state", "segment", "5", "state", "up"));
        assertEquals(1, value("sextant.replica.state", "replica", "1", "state", "open"));
        assertEquals(0, value("sextant.replica.state", "replica", "1", "state", "starting"));
        assertEquals(0, value("sextant.health", "verdict", "healthy"));
        assertEquals(1, value("sextant.health", "verdict", "degraded"), "two proposals are in doubt");

        cluster.status = status(WriterState.DOWN, SegmentState.FAILED, ReplicaState.DOWN);
        clock.addSeconds(1);
        assertEquals(0, value("sextant.writer.state", "writer", "1", "state", "open"));
        assertEquals(1, value("sextant.writer.state", "writer", "1", "state", "down"));
        assertEquals(0, value("sextant.segment.state", "segment", "5", "state", "up"));
        assertEquals(1, value("sextant.segment.state", "segment", "5", "state", "failed"));
        assertEquals(0, value("sextant.replica.state", "replica", "1", "state", "open"));
        assertEquals(1, value("sextant.replica.state", "replica", "1", "state", "down"));
        assertEquals(5, value("sextant.segments.up"));
    }

    @Test
    void whoDoesNotRunKeepsItsCountersAndTellsNothingElse() {
        cluster.status = status(WriterState.DOWN, SegmentState.DOWN, ReplicaState.DOWN);
        new SextantMetrics(cluster).bindTo(registry);
        assertEquals(10, value("sextant.commits", "writer", "1"));
        assertEquals(1_005, value("sextant.store.size", "segment", "5"));
        assertEquals(Double.NaN, value("sextant.indoubt", "writer", "1"));
        assertEquals(Double.NaN, value("sextant.redo.lag", "writer", "1", "peer", "0"));
        assertEquals(Double.NaN, value("sextant.quorum.latency", "writer", "1", "stat", "p50"));
        assertEquals(Double.NaN, value("sextant.segment.undecided", "segment", "5"));
        assertEquals(90, value("sextant.replica.cache.gets", "replica", "1", "result", "hit"));
        assertEquals(Double.NaN, value("sextant.replica.indoubt", "replica", "1"));
        assertEquals(Double.NaN, value("sextant.replica.redo.lag", "replica", "1", "writer", "1"));
        assertEquals(Double.NaN, value("sextant.replica.redo.pending", "replica", "1", "writer", "0"));
        assertEquals(Double.NaN, value("sextant.replica.transactions", "replica", "1"));
        assertEquals(Double.NaN, value("sextant.replica.cache.size", "replica", "1"));
    }

    @Test
    void oneReadingOfAllMetersAsksForOneStatus() {
        new SextantMetrics(cluster).bindTo(registry);
        assertEquals(0, cluster.asked, "nothing is asked for before somebody reads");
        registry.getMeters().forEach(Meter::measure);
        registry.getMeters().forEach(meter -> meter.measure().iterator().next().getValue());
        assertEquals(1, cluster.asked);

        clock.add(Duration.ofNanos(SextantMetrics.STATUS_AGE_NANOS));
        registry.getMeters().forEach(meter -> meter.measure().iterator().next().getValue());
        assertEquals(2, cluster.asked);
    }

    @Test
    void aClosedClusterIsNotANumber() {
        new SextantMetrics(cluster).bindTo(registry);
        assertEquals(10, value("sextant.commits", "writer", "0"));
        cluster.close();
        for (Meter meter : registry.getMeters()) {
            assertEquals(Double.NaN, meter.measure().iterator().next().getValue(), () -> "" + meter.getId());
        }
    }

    @Test
    void aClusterThatIsOpenedLaterTakesTheNamesOver() {
        try (SextantMetrics first = new SextantMetrics(cluster)) {
            first.bindTo(registry);
            assertFalse(registry.getMeters().isEmpty());
        }
        assertTrue(registry.getMeters().isEmpty());
        cluster.close();
        new SextantMetrics(new StatusOnly(cluster.status)).bindTo(registry);
        assertEquals(10, value("sextant.commits", "writer", "0"));
    }

    @Test
    void twoClustersAreToldApartByATag() {
        new SextantMetrics(cluster, List.of(Tag.of("volume", "one"))).bindTo(registry);
        StatusOnly other = new StatusOnly(status(WriterState.DOWN, SegmentState.UP));
        new SextantMetrics(other, List.of(Tag.of("volume", "two"))).bindTo(registry);
        assertEquals(1, value("sextant.writer.state", "volume", "one", "writer", "1", "state", "open"));
        assertEquals(0, value("sextant.writer.state", "volume", "two", "writer", "1", "state", "open"));
    }

    @Test
    void everyMeterSaysWhatItIsAndInWhichUnit() {
        new SextantMetrics(cluster).bindTo(registry);
        for (Meter meter : registry.getMeters()) {
            Meter.Id id = meter.getId();
            assertTrue(id.getName().startsWith("sextant."), id::toString);
            assertTrue(String.valueOf(id.getDescription()).endsWith("."), id::toString);
            assertFalse(id.getBaseUnit() == null || id.getBaseUnit().isEmpty(), id::toString);
        }
    }
}
