package dev.sextant.replication.writer;

import dev.sextant.api.SegmentId;
import java.util.List;
import java.util.TreeSet;

/**
 * Asks one segment after the other, the nearest first. As long as none has told anything every one of the six has its turn; then it
 * begins anew with the nearest.
 */
final class AskingInTurn {
    private final SegmentView segments;
    private final TreeSet<SegmentId> asked = new TreeSet<>();

    AskingInTurn(SegmentView segments) {
        this.segments = segments;
    }

    /** Whom to ask next. */
    SegmentId next(long nowNanos) {
        List<SegmentId> order = segments.readOrder(nowNanos);
        if (asked.containsAll(order)) {
            asked.clear();
        }
        order.removeAll(asked);
        SegmentId next = order.get(0);
        asked.add(next);
        return next;
    }

    /** Somebody has told something. */
    void told() {
        asked.clear();
    }
}
