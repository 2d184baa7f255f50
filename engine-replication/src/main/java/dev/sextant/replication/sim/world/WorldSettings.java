package dev.sextant.replication.sim.world;

import dev.sextant.api.config.ClusterConfig;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.segment.SegmentSettings;

/**
 * What a world is like.
 *
 * @param seed everything that is drawn is drawn from it
 * @param config what applications see: writers, time-outs, limits
 * @param pageFormat the page size; may be smaller than a configuration allows
 * @param cacheSizeBytes what a writer keeps in memory; may be smaller than a configuration allows
 * @param network what happens to every envelope
 * @param segmentLimits the limits of segments
 * @param syncNanos what a segment's write takes
 * @param writerNanos what a round of a writer takes
 * @param resetProbability that the others are told when a process ends
 */
public record WorldSettings(
        long seed,
        ClusterConfig config,
        PageFormat pageFormat,
        long cacheSizeBytes,
        NetworkProfile network,
        SegmentSettings.Limits segmentLimits,
        long syncNanos,
        long writerNanos,
        double resetProbability) {}
