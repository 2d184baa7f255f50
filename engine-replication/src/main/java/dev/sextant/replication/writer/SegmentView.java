package dev.sextant.replication.writer;

import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What this node knows of the six segments: their generations, whether they are whole, and whether they are in reach. One
 * that has not been heard for a few heartbeats is taken to be out of reach.
 */
final class SegmentView {
    private static final int SEGMENTS_PER_ZONE = 2;
    private static final int SILENT_HEARTBEATS = 3;

    private final int zone;
    private final SegmentLayout layout;
    private final int writeQuorum;
    private final int readQuorum;
    private final long silenceNanos;
    private final Seen[] segments = new Seen[SegmentId.COUNT];
    private int rotation;

    private static final class Seen {
        long generation;
        boolean whole = true;
        boolean gone;
        boolean everHeard;
        long heardNanos;
        ReadPoint held = ReadPoint.ZERO;
        ReadPoint floor = ReadPoint.ZERO;
    }

    SegmentView(ReaderSettings settings) {
        zone = settings.zone();
        layout = settings.layout();
        writeQuorum = settings.quorums().write();
        readQuorum = settings.quorums().read();
        silenceNanos = SILENT_HEARTBEATS * settings.timeouts().heartbeat().toNanos();
        for (int index = 0; index < segments.length; index++) {
            segments[index] = new Seen();
        }
    }

    /** Something was heard from a segment; tells whether it is of a generation not known before. */
    boolean heard(SegmentId segment, long generation, long nowNanos) {
        Seen seen = segments[segment.index()];
        seen.gone = false;
        seen.everHeard = true;
        seen.heardNanos = nowNanos;
        boolean isNew = generation > seen.generation;
        if (isNew) {
            seen.generation = generation;
            seen.held = ReadPoint.ZERO;
            seen.floor = ReadPoint.ZERO;
        }
        return isNew;
    }

    void status(SegmentId segment, boolean whole, ReadPoint held, ReadPoint floor) {
        segments[segment.index()].whole = whole;
        segments[segment.index()].held = held;
        segments[segment.index()].floor = floor;
    }

    /**
     * Whether no segment in reach tells any more, one by one, what this point lacks: whoever is there has been away, or read too
     * slowly, for longer than history is kept.
     */
    boolean leftBehind(ReadPoint point, long nowNanos) {
        int telling = 0;
        int past = 0;
        for (Seen seen : segments) {
            if (counts(seen, nowNanos)) {
                telling += point.covers(seen.floor) ? 1 : 0;
                past += point.covers(seen.floor) ? 0 : 1;
            }
        }
        return telling == 0 && past >= readQuorum;
    }

    /** Whether a writer that starts at this point lacks nothing that a segment in reach no longer tells. */
    boolean coversFloors(ReadPoint point, long nowNanos) {
        for (Seen seen : segments) {
            if (counts(seen, nowNanos) && !point.covers(seen.floor)) {
                return false;
            }
        }
        return true;
    }

    void gone(SegmentId segment) {
        segments[segment.index()].gone = true;
    }

    long generation(SegmentId segment) {
        return segments[segment.index()].generation;
    }

    /** Whether nothing speaks against a segment answering. */
    boolean reachable(SegmentId segment) {
        return !segments[segment.index()].gone;
    }

    /**
     * Whether enough segments to commit are in reach. A writer that goes on proposing without them commits nothing, and keeps
     * others off its pages at the segments it does reach.
     */
    boolean writeQuorumInReach(long nowNanos) {
        int count = 0;
        for (Seen seen : segments) {
            count += counts(seen, nowNanos) ? 1 : 0;
        }
        return count >= writeQuorum;
    }

    /** Whether a segment answers, as far as is known. */
    boolean isInReach(SegmentId segment, long nowNanos) {
        return counts(segments[segment.index()], nowNanos);
    }

    private boolean counts(Seen seen, long nowNanos) {
        boolean silent = !seen.everHeard || nowNanos - seen.heardNanos > silenceNanos;
        return !seen.gone && !silent && seen.whole;
    }

    /** How many segments are not known to be gone. */
    int reachableCount() {
        int count = 0;
        for (Seen seen : segments) {
            count += seen.gone ? 0 : 1;
        }
        return count;
    }

    /** The segment that is known to hold most. */
    ReadPoint mostHeld() {
        ReadPoint most = ReadPoint.ZERO;
        for (Seen seen : segments) {
            if (seen.whole && seen.held.covers(most)) {
                most = seen.held;
            }
        }
        return most;
    }

    /** Whether a segment is known to hold it, decided, that can tell the others: one that is rebuilt or silent cannot. */
    boolean anyTells(ProposalId id, long nowNanos) {
        for (Seen seen : segments) {
            if (counts(seen, nowNanos) && seen.held.sees(id)) {
                return true;
            }
        }
        return false;
    }

    /** All segments in the order in which to ask them: those that are heard, whole and near first; equals take turns. */
    List<SegmentId> readOrder(long nowNanos) {
        rotation++;
        List<SegmentId> order = new ArrayList<>();
        for (int index = 0; index < SegmentId.COUNT; index++) {
            order.add(new SegmentId((index + rotation) % SegmentId.COUNT));
        }
        order.sort(Comparator.comparingInt(segment -> distance(segment, nowNanos)));
        return order;
    }

    /** As {@link #readOrder}, those that have pages. */
    List<SegmentId> pageOrder(long nowNanos) {
        List<SegmentId> order = readOrder(nowNanos);
        order.removeIf(segment -> !layout.isFull(segment));
        return order;
    }

    private int distance(SegmentId segment, long nowNanos) {
        Seen seen = segments[segment.index()];
        int far = segment.index() / SEGMENTS_PER_ZONE == zone ? 0 : 1;
        return far + (counts(seen, nowNanos) ? 0 : 2) + (seen.gone ? 4 : 0);
    }
}
