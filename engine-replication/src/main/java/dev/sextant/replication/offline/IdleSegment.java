package dev.sextant.replication.offline;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.WriterId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.Moment;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.segment.PageDigest;
import dev.sextant.storage.segment.SegmentEffect;
import dev.sextant.storage.segment.SegmentInput;
import dev.sextant.storage.store.SegmentStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A segment that is not to change, recovered, and asked by nobody but us: what it wants kept is forgotten. */
final class IdleSegment {
    private static final int REQUEST = 1;

    private final SegmentId id;
    private final StillCore core;
    private final boolean isFull;

    private IdleSegment(SegmentId id, StillCore core, boolean isFull) {
        this.id = id;
        this.core = core;
        this.isFull = isFull;
    }

    /** Recovers it, or finds out why it cannot. */
    static IdleSegment started(SegmentId id, SegmentStore store, long freshGeneration, SegmentLayout layout) {
        StillCore core = StillCore.started(id, new UnwrittenStore(store), freshGeneration, layout);
        return new IdleSegment(id, core, layout.isFull(id));
    }

    /** Why it cannot serve; null if it can. */
    @Nullable
    String problem() {
        return core.problem();
    }

    /** Whether it has pages. */
    boolean isFull() {
        return isFull;
    }

    /** Whether it counts. */
    boolean isWhole() {
        return core.counters().whole();
    }

    /** Pages that it cannot build before other segments have told how a backtrack left them, since its disk is younger than that. */
    long untoldPages() {
        return isFull ? core.counters().untoldPages() : 0;
    }

    /** What it can build pages for. */
    ReadPoint held() {
        return core.counters().held();
    }

    /** Below it, history has been collected. */
    ReadPoint floor() {
        return core.counters().floor();
    }

    /** Digests of its pages from one on. */
    SegmentEffect.Inspected inspect(ReadPoint since, ReadPoint at, PageId from, int mostPages) {
        return inspect(new SegmentInput.Inspect(REQUEST, since, at, from, mostPages));
    }

    /** Its pages from one on as of a read point, with their images. */
    SegmentEffect.Inspected images(ReadPoint at, PageId from, int mostPages) {
        return inspect(new SegmentInput.Inspect(REQUEST, at, at, from, mostPages, true));
    }

    private SegmentEffect.Inspected inspect(SegmentInput.Inspect request) {
        SegmentEffect.Inspected told = core.inspect(request);
        return told == null
                ? new SegmentEffect.Inspected(
                        REQUEST, id + " does not serve", ReadPoint.ZERO, ReadPoint.ZERO, List.of(), null)
                : told;
    }

    /** A page as of a read point; null if it cannot be built here. */
    @Nullable
    Page page(PageId page, ReadPoint at) {
        if (core.ask(new SegmentMessage.ReadPage(REQUEST, page, at)) instanceof WriterMessage.PageBuilt built) {
            return built.version().isNone() ? Page.EMPTY : Page.fromImage(page, built.image());
        }
        return null;
    }

    /**
     * As {@link #page}, also where it is not certain that nothing is missing at its end, as while a later commit of it has not arrived:
     * for whoever has every record looked at anyway.
     */
    @Nullable
    Page uncertainPage(PageId page, ReadPoint at) {
        for (PageDigest digest : images(at, page, 1).pages()) {
            byte[] image = digest.image();
            if (digest.page().equals(page) && image != null) {
                return digest.newest().isNone() ? Page.EMPTY : Page.fromImage(page, image);
            }
        }
        return null;
    }

    /** The last moment journaled until a time that its history reaches back to and that it holds; null if there is none. */
    @Nullable
    Moment moment(long epochMillis) {
        Moment moment = readable(epochMillis);
        while (moment != null && !held().covers(moment.point())) {
            moment = readable(moment.epochMillis() - 1);
        }
        return moment;
    }

    private @Nullable Moment readable(long epochMillis) {
        Object told = core.ask(new SegmentMessage.AskMoment(REQUEST, epochMillis));
        return told instanceof WriterMessage.MomentIs is ? is.moment() : null;
    }

    /** Claims a slot above all that it knows, as a writer does: tells what the claim before was and which seqs may be used. */
    WriterMessage.Claimed claim(WriterId writer) {
        Object known = core.ask(new SegmentMessage.AskIncarnation(writer, REQUEST));
        long before = known instanceof WriterMessage.IncarnationIs is ? is.incarnation() : 0;
        Object told = core.ask(new SegmentMessage.Claim(writer, before + 1, REQUEST));
        WriterMessage.Claimed claimed = told instanceof WriterMessage.Claimed taken ? taken : null;
        return Check.present(claimed, "a segment that serves takes the highest claim");
    }
}
