package dev.sextant.replication.offline;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.WriterId;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What several segments hold, put together. */
final class HeldPoints {
    private HeldPoints() {}

    /** What is visible in both; null if too many seqs would be missing for a read point to name. */
    static @Nullable ReadPoint meet(ReadPoint a, ReadPoint b) {
        ReadPoint met = ReadPoint.ZERO;
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            long upTo = Math.min(a.upTo(writer), b.upTo(writer));
            TreeSet<Long> missing = new TreeSet<>();
            for (ReadPoint each : List.of(a, b)) {
                for (long seq : each.missing(writer)) {
                    if (seq <= upTo) {
                        missing.add(seq);
                    }
                }
            }
            if (missing.size() > ReadPoint.MAX_MISSING) {
                return null;
            }
            met = met.with(
                    writer, upTo, missing.stream().mapToLong(Long::longValue).toArray());
        }
        return met;
    }

    /** How many decided proposals are visible, over all slots; aborted ones count. */
    static long visible(ReadPoint point) {
        long visible = 0;
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            visible += point.upTo(writer) - point.missing(writer).length;
        }
        return visible;
    }
}
