package dev.sextant.storage.segment;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.SegmentRole;
import dev.sextant.conflict.message.SegmentMessage;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a segment has heard of the image points of the full ones, and so how much of the log a tail may drop: only what all of them
 * have in images. Where one is away that point stands still, and the log is kept; that is told when it takes long.
 *
 * <p>Invariant I18: what the floor of a tail sees, every full segment holds that is whole. A point counts for the disk it was told of. When the segment is heard to have another one, nothing is dropped until that
 * disk tells a point of its own, which it does when it is filled.
 */
final class ImagePoints {
    /** For how long the log is kept for a full segment before that is told. */
    static final long PATIENCE_NANOS = 600_000_000_000L;
    /** How much may be written meanwhile before it is. */
    static final long PATIENCE_BYTES = 1L << 30;
    /** A segment that has not asked for so many intervals may be filled by now. */
    private static final int FILLING_INTERVALS = 3;

    private final Outbox out;
    private final SegmentId self;
    private final SegmentLayout layout;
    private final long rebuildIntervalNanos;
    private final List<SegmentId> fulls;
    private final TreeMap<SegmentId, Heard> heard = new TreeMap<>();
    /** Since when the log is kept for nothing but a full segment; null if it is not. */
    private @Nullable Kept kept;

    /**
     * What is known of the present disk of a full segment.
     *
     * @param point that it told; null while it is being filled
     * @param held what it told that it holds
     * @param heardNanos when it was heard last
     */
    private record Heard(long generation, @Nullable ReadPoint point, ReadPoint held, long heardNanos) {}

    private static final class Kept {
        final long sinceNanos;
        final long writtenBytes;
        boolean told;

        Kept(long sinceNanos, long writtenBytes) {
            this.sinceNanos = sinceNanos;
            this.writtenBytes = writtenBytes;
        }
    }

    ImagePoints(Outbox out, SegmentSettings settings) {
        this.out = out;
        self = settings.id();
        layout = settings.layout();
        rebuildIntervalNanos = settings.rebuildIntervalNanos();
        fulls = layout.segments(SegmentRole.FULL);
    }

    /** A full segment tells up to where it has images. */
    void onReach(SegmentMessage.ImagesReach told) {
        onDisk(told.from(), told.generation());
        Heard known = heard.get(told.from());
        if (known == null || known.generation() != told.generation()) {
            return;
        }
        if (known.point() == null || told.point().covers(known.point())) {
            heard.put(told.from(), new Heard(told.generation(), told.point(), told.held(), out.nowNanos()));
        }
    }

    /** A segment has this disk now, and fills it; what was known of one before it counts no more. */
    void onDisk(SegmentId segment, long generation) {
        Heard known = heard.get(segment);
        boolean isNew = known == null || known.generation() < generation;
        boolean isFilling = known != null && known.generation() == generation && known.point() == null;
        if (layout.isFull(segment) && (isNew || isFilling)) {
            heard.put(segment, new Heard(generation, null, ReadPoint.ZERO, out.nowNanos()));
        }
    }

    /** Whether all full segments have in images what a point sees. */
    private boolean cover(ReadPoint point) {
        return fulls.stream().allMatch(full -> covers(full, point));
    }

    private boolean covers(SegmentId full, ReadPoint point) {
        Heard known = heard.get(full);
        ReadPoint told = known == null ? null : known.point();
        return told != null && told.covers(point);
    }

    /**
     * Whether a tail that lacks what a floor sees may begin with that floor: all full segments hold that, in deltas or images. It has
     * nothing to drop, so they need not have images. A full segment that has a new disk and fills it just now counts as lost until it
     * holds what the others hold, which is more than any floor; and it may need this tail for that.
     */
    boolean mayBegin(ReadPoint floor) {
        return fulls.stream().allMatch(full -> holds(full, floor) || isFilled(full));
    }

    private boolean holds(SegmentId full, ReadPoint floor) {
        Heard known = heard.get(full);
        return full.equals(self)
                || (known != null && known.point() != null && known.held().covers(floor));
    }

    private boolean isFilled(SegmentId full) {
        Heard known = heard.get(full);
        return known != null
                && known.point() == null
                && out.nowNanos() - known.heardNanos() < FILLING_INTERVALS * rebuildIntervalNanos;
    }

    /** Something could be dropped by the ordinary rules: is it, or is it kept for a full segment that has no image of it? */
    boolean mayDrop(ReadPoint point) {
        if (cover(point)) {
            kept = null;
            return true;
        }
        Kept since = kept;
        if (since == null) {
            since = new Kept(out.nowNanos(), out.persistedBytes());
            kept = since;
        }
        long bytes = out.persistedBytes() - since.writtenBytes;
        if (!since.told && (keptNanos() >= PATIENCE_NANOS || bytes >= PATIENCE_BYTES)) {
            since.told = true;
            List<SegmentId> missing =
                    fulls.stream().filter(full -> !covers(full, point)).toList();
            out.happened(new SegmentEvent.LogKept(missing, keptNanos(), bytes));
        }
        return false;
    }

    /** For how long the log has been kept for nothing but a full segment; 0 if it is not. */
    long keptNanos() {
        Kept since = kept;
        return since == null ? 0 : out.nowNanos() - since.sinceNanos;
    }
}
