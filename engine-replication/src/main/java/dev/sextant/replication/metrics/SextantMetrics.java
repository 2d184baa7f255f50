package dev.sextant.replication.metrics;

import dev.sextant.api.Cluster;
import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a cluster does, as meters: commits, conflicts, latencies, lags, sizes and states, by writer, read replica and segment. They cost
 * nothing until they are read, and then one status for all that are read within {@link #STATUS_AGE_NANOS}. Once the cluster is
 * closed they are NaN; {@link #close} takes them out of their registries, so that a cluster that is opened after it can have
 * meters of the same names there.
 *
 * <p>Thread safety: any thread.
 */
public final class SextantMetrics implements MeterBinder, AutoCloseable {
    /** How old what a meter tells may be: all meters of one reading tell of the same moment. */
    static final long STATUS_AGE_NANOS = 100_000_000;

    private final Cluster cluster;
    private final List<Tag> tags;
    private final List<Meters> bound = new CopyOnWriteArrayList<>();

    /** Meters of a cluster. */
    public SextantMetrics(Cluster cluster) {
        this(cluster, List.of());
    }

    /**
     * Meters of a cluster that carry further tags, as several clusters in one registry need to be told apart.
     *
     * @param tags what every meter carries beside its own tags
     */
    public SextantMetrics(Cluster cluster, Iterable<Tag> tags) {
        this.cluster = Objects.requireNonNull(cluster, "cluster");
        List<Tag> all = new ArrayList<>();
        tags.forEach(all::add);
        this.tags = List.copyOf(all);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters meters = new Meters(registry, cluster, tags);
        bound.add(meters);
        ClusterMeters.register(meters);
        for (int index = 0; index < SegmentId.COUNT; index++) {
            SegmentMeters.register(meters, new SegmentId(index));
        }
        int writers = cluster.config().writers();
        for (int slot = 0; slot < writers; slot++) {
            WriterMeters.register(meters, new WriterId(slot), writers);
        }
        for (int index = 0; index < cluster.config().replicas(); index++) {
            ReplicaMeters.register(meters, new ReplicaId(index), writers);
        }
    }

    /** Takes the meters out of the registries that they were bound to. The cluster stays as it is. */
    @Override
    public void close() {
        bound.forEach(Meters::remove);
        bound.clear();
    }
}
