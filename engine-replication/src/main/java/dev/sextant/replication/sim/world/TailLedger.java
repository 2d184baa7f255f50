package dev.sextant.replication.sim.world;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentRole;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Listens to what segments tell and holds tails to it (I18): the floor of a tail rises only to what every full segment has said it has
 * images of, or, where the tail begins with that floor, to what every full one has said it holds. A floor that another tail had before is as good, since it was right there; and so is any while a full segment's new disk is
 * being filled. That a tail drops too much goes well until two full segments are lost, so it is looked for where it happens.
 */
final class TailLedger {
    /** For so long a tail may go by what it heard of a disk that was being filled. */
    private static final long HEARSAY_NANOS = 12_000_000_000L;

    private static final long NEVER = Long.MIN_VALUE;

    private final SegmentLayout layout;
    /** The points that full segments told, whichever disk they had. */
    private final Map<SegmentId, List<ReadPoint>> points = new TreeMap<>();
    /** What full segments told that they hold. */
    private final Map<SegmentId, List<ReadPoint>> held = new TreeMap<>();
    /** The floors that tails asked to begin with. */
    private final Map<SegmentId, ReadPoint> begun = new TreeMap<>();
    /** When a full segment last asked to have a new disk filled. */
    private final Map<SegmentId, Long> filledNanos = new TreeMap<>();

    private final Map<SegmentId, ReadPoint> floors = new TreeMap<>();
    private final Map<SegmentId, Long> floorNanos = new TreeMap<>();
    private final List<String> contradictions = new ArrayList<>();

    TailLedger(SegmentLayout layout) {
        this.layout = layout;
    }

    /** A node says this at that time. */
    void said(Message message, long nowNanos) {
        if (message instanceof SegmentMessage.ImagesReach reach) {
            add(points, reach.from(), reach.point());
            add(held, reach.from(), reach.held());
        } else if (message instanceof SegmentMessage.CopyFatesAsk ask) {
            begun.put(ask.from(), ask.floor());
        } else if (message instanceof SegmentMessage.RebuildAsk ask) {
            filledNanos.put(ask.from(), nowNanos);
        } else if (message instanceof WriterMessage.SegmentStatus status && !layout.isFull(status.segment())) {
            hasFloor(status.segment(), status.floor(), nowNanos);
        }
    }

    private void hasFloor(SegmentId tail, ReadPoint floor, long nowNanos) {
        ReadPoint before = floors.getOrDefault(tail, ReadPoint.ZERO);
        if (!before.covers(floor)) {
            boolean taken = floors.values().stream().anyMatch(other -> other.covers(floor));
            for (SegmentId full : layout.segments(SegmentRole.FULL)) {
                boolean filling =
                        filledNanos.getOrDefault(full, NEVER) >= floorNanos.getOrDefault(tail, 0L) - HEARSAY_NANOS;
                boolean begins =
                        before.join(begun.getOrDefault(tail, ReadPoint.ZERO)).covers(floor);
                if (!taken && !filling && !said(begins ? held : points, full, floor)) {
                    contradictions.add(tail + " has no log up to " + floor + ", and " + full + " never said that it "
                            + (begins ? "holds" : "has images of") + " that, at " + nowNanos);
                }
            }
            floors.put(tail, floor);
        }
        floorNanos.put(tail, nowNanos);
    }

    private static void add(Map<SegmentId, List<ReadPoint>> to, SegmentId full, ReadPoint point) {
        List<ReadPoint> told = to.computeIfAbsent(full, unused -> new ArrayList<>());
        told.removeIf(point::covers);
        told.add(point);
    }

    private static boolean said(Map<SegmentId, List<ReadPoint>> what, SegmentId full, ReadPoint floor) {
        return what.getOrDefault(full, List.of()).stream().anyMatch(point -> point.covers(floor));
    }

    /** Which tails dropped too much. */
    List<String> contradictions() {
        return contradictions;
    }
}
