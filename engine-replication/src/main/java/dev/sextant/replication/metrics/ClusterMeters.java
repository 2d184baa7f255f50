package dev.sextant.replication.metrics;

import dev.sextant.api.ClusterHealth;
import dev.sextant.api.ClusterStatus;
import io.micrometer.core.instrument.Tag;
import java.util.List;

/** Meters of a cluster as a whole. */
final class ClusterMeters {
    private static final Meters.Name SEGMENTS_UP =
            new Meters.Name("sextant.segments.up", "segments", "How many segments vote; commits need four.");
    private static final Meters.Name HEALTH = new Meters.Name(
            "sextant.health", "verdicts", "1 for the verdict on the cluster's health, 0 for the others.");

    private ClusterMeters() {}

    static void register(Meters meters) {
        meters.gauge(SEGMENTS_UP, List.of(), ClusterStatus::segmentsUp);
        for (ClusterHealth.Verdict verdict : ClusterHealth.Verdict.values()) {
            meters.gauge(
                    HEALTH,
                    List.of(Tag.of("verdict", Words.of(verdict))),
                    status -> ClusterHealth.of(status).verdict() == verdict ? 1 : 0);
        }
    }
}
