package dev.sextant.bench.docs;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterHealth;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.HostAddress;
import dev.sextant.replication.metrics.SextantMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import jdk.jfr.consumer.RecordingStream;

/** The Java samples of how to watch a cluster, between tags that name them. */
final class WatchingSamples {
    private WatchingSamples() {}

    /** Meters for as long as the cluster is open. */
    static SextantMetrics metrics(Cluster cluster, MeterRegistry registry) {
        // tag::metrics[]
        SextantMetrics metrics = new SextantMetrics(cluster);
        metrics.bindTo(registry);
        // end::metrics[]
        return metrics;
    }

    /** What a probe of an orchestrator may answer. */
    static int health(Cluster cluster, Consumer<String> body) {
        // tag::health[]
        ClusterHealth health = cluster.health();
        health.reasons().forEach(reason -> System.err.println(reason.message()));
        int status = health.writable() ? 200 : 503;
        body.accept(health.toJson());
        // end::health[]
        return status;
    }

    /** A cluster that can be looked at. */
    static ClusterConfig console(Path directory) {
        // tag::console[]
        ClusterConfig config = ClusterConfig.in(directory)
                .console(new HostAddress("127.0.0.1", 8080))
                .build();
        // end::console[]
        return config;
    }

    /** Commits that took long, as they happen. */
    static RecordingStream slowCommits(Duration longerThan, Consumer<String> told) {
        // tag::recording[]
        RecordingStream recording = new RecordingStream();
        recording.enable("dev.sextant.Commit").withThreshold(longerThan);
        recording.onEvent(
                "dev.sextant.Commit",
                commit -> told.accept(commit.getString("transaction") + " took " + commit.getDuration()));
        recording.startAsync();
        // end::recording[]
        return recording;
    }
}
