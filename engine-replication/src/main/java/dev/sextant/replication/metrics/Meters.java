package dev.sextant.replication.metrics;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.TimeGauge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Registers meters of one cluster in one registry, and takes them out again. */
final class Meters {
    private final MeterRegistry registry;
    private final Cluster cluster;
    private final List<Tag> tags;
    private final RecentStatus status;
    private final List<Meter> registered = new CopyOnWriteArrayList<>();

    Meters(MeterRegistry registry, Cluster cluster, List<Tag> tags) {
        this.registry = registry;
        this.cluster = cluster;
        this.tags = tags;
        status = new RecentStatus(registry.config().clock(), SextantMetrics.STATUS_AGE_NANOS);
    }

    /**
     * What a meter is called.
     *
     * @param unit in which it counts
     * @param description a sentence for people
     */
    record Name(String name, String unit, String description) {}

    /** Something that only grows while the cluster is open. */
    void counter(Name name, List<Tag> own, ToDoubleFunction<ClusterStatus> value) {
        registered.add(FunctionCounter.builder(name.name(), cluster, reading(value))
                .tags(all(own))
                .baseUnit(name.unit())
                .description(name.description())
                .register(registry));
    }

    /** Something that rises and falls. */
    void gauge(Name name, List<Tag> own, ToDoubleFunction<ClusterStatus> value) {
        registered.add(Gauge.builder(name.name(), cluster, reading(value))
                .tags(all(own))
                .baseUnit(name.unit())
                .description(name.description())
                .register(registry));
    }

    /** A time in nanoseconds, which the registry tells in its own unit. */
    void time(Name name, List<Tag> own, ToDoubleFunction<ClusterStatus> nanos) {
        registered.add(TimeGauge.builder(name.name(), cluster, TimeUnit.NANOSECONDS, reading(nanos))
                .tags(all(own))
                .description(name.description())
                .register(registry));
    }

    private List<Tag> all(List<Tag> own) {
        List<Tag> all = new ArrayList<>(tags);
        all.addAll(own);
        return all;
    }

    /** The registry holds this function, so it holds no cluster: the meter hands that in, as long as it is there. */
    private ToDoubleFunction<Cluster> reading(ToDoubleFunction<ClusterStatus> value) {
        RecentStatus recent = status;
        return of -> {
            ClusterStatus now = recent.of(of);
            return now == null ? Double.NaN : value.applyAsDouble(now);
        };
    }

    void remove() {
        registered.forEach(registry::remove);
        registered.clear();
    }
}
