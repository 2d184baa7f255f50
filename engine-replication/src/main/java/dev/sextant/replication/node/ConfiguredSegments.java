package dev.sextant.replication.node;

import dev.sextant.api.SegmentId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.storage.segment.SegmentSettings;

/** What a configuration says of segments. */
public final class ConfiguredSegments {
    private ConfiguredSegments() {}

    /**
     * The settings of a segment of this cluster.
     *
     * @param freshGeneration the generation it has if its store is empty
     */
    public static SegmentSettings settings(SegmentId id, long freshGeneration, ClusterConfig config) {
        return SegmentSettings.of(id, freshGeneration)
                .withGossipIntervalNanos(config.timeouts().gossip().toNanos())
                .withRetention(SegmentSettings.Retention.of(
                                config.historyRetention().toMillis(),
                                config.historyMaxBytes(),
                                config.readerLimit().toNanos(),
                                config.timeouts().journal().toMillis())
                        .withReplicaSilenceNanos(config.timeouts().silence().toNanos()))
                .withScrub(new SegmentSettings.Scrub(
                        config.scrubInterval().toNanos(), config.limits().scrubBytesPerSecond()))
                .withCopyBytesPerSecond(config.limits().copyBytesPerSecond())
                .withLayout(config.segmentLayout());
    }
}
