package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.SegmentMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a segment. */
public sealed interface SegmentInput {
    /** The store is open: recover what it holds. The first input, once. */
    record Start() implements SegmentInput {}

    /** A message arrived. */
    record Received(NodeAddress from, SegmentMessage message) implements SegmentInput {}

    /** What a {@link SegmentEffect.Load} found, in the order asked for. */
    record Loaded(long loadId, List<StoredEntry> entries) implements SegmentInput {
        public Loaded {
            entries = List.copyOf(entries);
        }
    }

    /**
     * What a {@link SegmentEffect.Load} asked for cannot be read: an entry in its range is corrupt.
     *
     * @param key of which; null if that is not known
     */
    record LoadFailed(long loadId, String problem, byte @Nullable [] key) implements SegmentInput {}

    /** The time that {@link SegmentCore#nextWakeNanos()} named has come. */
    record Tick() implements SegmentInput {}

    /**
     * Digest the pages from one on, as of a read point, so that segments can be compared. Answered by one
     * {@link SegmentEffect.Inspected}.
     *
     * @param since versions that it sees are not digested one by one; it covers the floors of all that are compared
     * @param images whether the images are told, too
     */
    record Inspect(long requestId, ReadPoint since, ReadPoint at, PageId from, int mostPages, boolean images)
            implements SegmentInput {
        /** Without the images. */
        public Inspect(long requestId, ReadPoint since, ReadPoint at, PageId from, int mostPages) {
            this(requestId, since, at, from, mostPages, false);
        }
    }
}
