package dev.sextant.storage.segment;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.spi.Check;

/**
 * Where the history of a segment begins: reads at points that cover it can be served, and what it sees is not kept one by one.
 *
 * <p>Invariant: it only rises, and is always held.
 */
final class Floor {
    private final Outbox out;
    private ReadPoint point = ReadPoint.ZERO;

    Floor(Outbox out) {
        this.out = out;
    }

    ReadPoint point() {
        return point;
    }

    /** From now on what this point sees may be dropped, but for the pages as of it. */
    void raise(ReadPoint to, ReadPoint held) {
        Check.state(to.covers(point) && held.covers(to), "the floor rises, and is held", to);
        point = to;
        out.put(Shelf.META, SegmentKeys.metaFloor(), SegmentRecords.point(to), true);
        out.put(Shelf.META, SegmentKeys.metaHeld(), SegmentRecords.point(held), true);
    }

    /** Starts with history collected up to a point. */
    void restore(ReadPoint from) {
        point = from;
    }
}
