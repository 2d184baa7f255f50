package dev.sextant.replication.wire;

import dev.sextant.api.SegmentId;
import dev.sextant.api.spi.Check;

/** How many disks a segment had before its present one, as the process that hosts it tells. */
public record SegmentGeneration(SegmentId segment, long generation) {
    public SegmentGeneration {
        Check.argument(generation >= 0, "a generation is not negative");
    }
}
