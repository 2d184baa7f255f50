package dev.sextant.api;

import dev.sextant.api.spi.Check;

/** One of the six storage segments of a volume. All six hold the whole volume; two live in each availability zone. */
public record SegmentId(int index) implements Comparable<SegmentId> {
    /** The number of segments of a volume. */
    public static final int COUNT = 6;

    public SegmentId {
        Check.argument(index >= 0 && index < COUNT, "a segment index is 0.." + (COUNT - 1));
    }

    /** The zone this segment lives in. */
    public AvailabilityZone zone() {
        return AvailabilityZone.values()[index / 2];
    }

    @Override
    public int compareTo(SegmentId other) {
        return Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        return "segment-" + index;
    }
}
