package dev.sextant.replication.offline;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.FateChunk;
import dev.sextant.conflict.message.Moment;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.PageCopy;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.storage.store.SegmentStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A segment of a new volume that takes pages and fates as it would from another segment that has collected its history: its
 * production core asks for them, and is told. First {@link #begin}, then all pages, then all fates slot by slot, then
 * {@link #requireFilled}.
 */
final class FilledSegment {
    private final StillCore core;
    private final ReadPoint floor;
    /** Whom it takes the copy to come from: any other. */
    private final SegmentId teller;

    private FilledSegment(SegmentId id, StillCore core, ReadPoint floor) {
        this.core = core;
        this.floor = floor;
        teller = new SegmentId((id.index() + 1) % SegmentId.COUNT);
    }

    /** Begins to fill an empty store up to a point. */
    static FilledSegment begin(SegmentId id, SegmentStore store, ReadPoint floor) {
        FilledSegment segment = new FilledSegment(id, StillCore.started(id, store, 0), floor);
        segment.tell(new SegmentMessage.CopyOffer(segment.teller, floor, null, 0));
        return segment;
    }

    private void tell(SegmentMessage message) {
        core.tell(NodeAddress.of(teller), message);
    }

    /** Pages, rising. */
    void pages(PageId from, List<PageCopy> pages, @Nullable PageId next) {
        tell(new SegmentMessage.CopyPagesTell(teller, floor, from, pages, next));
    }

    /** That a slot was claimed: the next claim is higher. */
    void claimed(WriterId writer, long incarnation) {
        core.ask(new SegmentMessage.Claim(writer, incarnation, 0));
    }

    /** The fates of a slot's proposals from a chunk on, and with the last of all the moments. */
    void fates(WriterId writer, long from, List<FateChunk> chunks, long next, List<Moment> moments) {
        tell(new SegmentMessage.CopyFatesTell(teller, floor, writer, from, chunks, next, moments));
    }

    /** Throws if it has not become what it was to become. */
    void requireFilled() {
        boolean filled = core.counters().whole()
                && core.counters().held().equals(floor)
                && core.counters().floor().equals(floor);
        Check.state(filled, "a segment holds what it was told, or tells why not", String.valueOf(core.lastTrouble()));
    }
}
