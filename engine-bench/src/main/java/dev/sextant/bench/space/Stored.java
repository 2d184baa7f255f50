package dev.sextant.bench.space;

import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentRole;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the files of a volume's segments take, by role.
 *
 * @param fullBytes of all full segments
 * @param tailBytes of all tails
 * @param fulls how many full segments there are
 */
record Stored(long fullBytes, long tailBytes, int fulls) {
    /** Looks at the directory of a volume. */
    static Stored in(Path volume, SegmentLayout layout) throws IOException {
        return new Stored(
                bytes(volume, layout.segments(SegmentRole.FULL)),
                bytes(volume, layout.segments(SegmentRole.TAIL)),
                layout.segments(SegmentRole.FULL).size());
    }

    private static long bytes(Path volume, List<SegmentId> segments) throws IOException {
        long sum = 0;
        for (SegmentId segment : segments) {
            sum += FileSizes.below(volume.resolve("segment-" + segment.index()));
        }
        return sum;
    }

    long bytes() {
        return fullBytes + tailBytes;
    }

    /** What six segments like the full ones here would take. */
    long sixFullBytes() {
        return fullBytes / fulls * SegmentId.COUNT;
    }
}
