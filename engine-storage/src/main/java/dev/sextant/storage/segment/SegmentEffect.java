package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.message.Message;
import dev.sextant.conflict.message.NodeAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a segment wants done. Whoever drives it drains all inputs that wait, then performs their effects in this order: all
 * {@link Persist} as one atomic batch, synced if any of them says so; then every {@link Load}, against the store as that batch
 * left it; and every {@link Send} only when the batch is written, so that no answer leaves before what it rests on is durable
 * (I13).
 */
public sealed interface SegmentEffect {
    /** Send a message; it may be lost. */
    record Send(NodeAddress to, Message message) implements SegmentEffect {}

    /**
     * Set a key, or remove it if the value is null. Later ones of a batch win.
     *
     * @param synced whether it must survive the loss of power before any answer leaves; what need not can be learned again, but
     *     is never lost while something written later survives
     */
    record Persist(Shelf shelf, byte[] key, byte @Nullable [] value, boolean synced) implements SegmentEffect {}

    /**
     * Read the entries of {@code [from, to)}, at most {@code limit}, in ascending order, or from the end of the range down if
     * {@code reverse}. Answered by {@link SegmentInput.Loaded} or {@link SegmentInput.LoadFailed}.
     */
    record Load(long loadId, Shelf shelf, byte[] from, byte[] to, boolean reverse, int limit)
            implements SegmentEffect {}

    /** Something the operator may want to know. */
    record Happened(SegmentEvent event) implements SegmentEffect {}

    /**
     * Digests of pages, rising.
     *
     * @param refusal why nothing was inspected; null if it was
     * @param heard all that this segment has heard of, even if it refuses: nothing that it said before is above it
     * @param floor what this segment has collected, and does not add to for a while
     * @param next where to go on; null after the last page
     */
    record Inspected(
            long requestId,
            @Nullable String refusal,
            ReadPoint heard,
            ReadPoint floor,
            List<PageDigest> pages,
            @Nullable PageId next)
            implements SegmentEffect {
        public Inspected {
            pages = List.copyOf(pages);
        }
    }
}
