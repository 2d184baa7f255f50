package dev.sextant.replication.node;

import dev.sextant.api.SegmentId;
import dev.sextant.storage.segment.SegmentEvent;
import dev.sextant.storage.store.StoreException;

/** Hears what an operator may want to know of segments. Called from their loops, so it returns at once. */
public interface NodeEvents {
    /** Something happened at a segment. */
    void segment(SegmentId segment, SegmentEvent event);

    /** A segment's store failed: the segment is out of service, and nothing of what it was about to answer was sent. */
    void storeFailed(SegmentId segment, StoreException failure);
}
