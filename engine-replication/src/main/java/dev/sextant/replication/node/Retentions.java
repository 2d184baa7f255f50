package dev.sextant.replication.node;

import dev.sextant.api.config.ClusterConfig;
import dev.sextant.storage.segment.SegmentSettings;

/** What a configuration says of history, for segments. */
public final class Retentions {
    private Retentions() {}

    /** The retention of a segment of this cluster. */
    public static SegmentSettings.Retention of(ClusterConfig config) {
        return SegmentSettings.Retention.of(
                config.historyRetention().toMillis(),
                config.historyMaxBytes(),
                config.readerLimit().toNanos(),
                config.timeouts().journal().toMillis());
    }
}
