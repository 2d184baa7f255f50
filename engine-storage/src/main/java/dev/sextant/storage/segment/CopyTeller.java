package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentLayout;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fates;
import dev.sextant.conflict.message.FateChunk;
import dev.sextant.conflict.message.Moment;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.PageCopy;
import dev.sextant.conflict.message.SegmentMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives other segments pages instead of history: as of the floor to those that lack what is no longer kept one by one, as of
 * all that is held to those that have nothing; and the fates of all that this point sees. A tail is told which versions pages have
 * instead, by full segments and by other tails. As long as somebody asks, and for a while longer in which it is told the rest, the
 * floor stays where it is.
 */
final class CopyTeller {
    /** How long the floor waits for the next question of one that copies. */
    static final long PATIENCE_NANOS = 10_000_000_000L;

    private static final int CHUNKS_AT_ONCE = 64;

    private final SegmentId self;
    private final SegmentLayout layout;
    private final Outbox out;
    private final SegmentLog log;
    private final PageBuilder builder;
    private final Moments moments;
    private final ImagePoints imagePoints;
    private final SegmentSettings.Limits limits;
    private final TreeMap<SegmentId, Long> askedNanos = new TreeMap<>();
    /** Those an answer is being put together for. */
    private final TreeSet<SegmentId> answering = new TreeSet<>();

    CopyTeller(
            SegmentSettings settings,
            Outbox out,
            SegmentLog log,
            PageBuilder builder,
            Moments moments,
            ImagePoints imagePoints) {
        self = settings.id();
        layout = settings.layout();
        this.out = out;
        this.log = log;
        this.builder = builder;
        this.moments = moments;
        this.imagePoints = imagePoints;
        limits = settings.limits();
    }

    /** Whether somebody copies, so that the floor must stay. */
    boolean isCopying() {
        askedNanos.values().removeIf(asked -> out.nowNanos() - asked >= PATIENCE_NANOS);
        return !askedNanos.isEmpty();
    }

    /** One that has copied is told what came after the floor, and there is more: it must not be behind the floor again. */
    void tellsMore(SegmentId asker) {
        askedNanos.computeIfPresent(asker, (any, asked) -> out.nowNanos());
    }

    /** One that has been away for long gets as much history as there is: the pages as of the floor. */
    void offerFloor(SegmentId to) {
        offer(to, log.floor(), null);
    }

    /**
     * A new disk gets the pages as of all that is held: the less it has to catch up with, the sooner it votes. A tail must not begin
     * above what a full segment holds, which may need the log from it.
     */
    void offerHeld(SegmentId to) {
        offer(to, layout.isFull(to) ? log.held() : latestForTails(), null);
    }

    private ReadPoint latestForTails() {
        List<Moment> all = moments.all();
        for (int i = all.size() - 1; i >= 0; i--) {
            ReadPoint point = all.get(i).point();
            if (point.covers(log.floor()) && log.held().covers(point) && imagePoints.mayBegin(point)) {
                return point;
            }
        }
        return log.floor();
    }

    /** A tail has nothing for a full segment, which needs pages. */
    private void offer(SegmentId to, ReadPoint floor, @Nullable ReadPoint insteadOf) {
        if (layout.isFull(to) && !layout.isFull(self)) {
            return;
        }
        out.send(
                NodeAddress.of(to),
                new SegmentMessage.CopyOffer(
                        self, floor, insteadOf, log.acceptor().pages().count()));
    }

    /** Whether pages as of this point can be told; if not, those that can be are offered. */
    private boolean isWithinHistory(SegmentId asker, ReadPoint point) {
        if (point.covers(log.floor()) && log.held().covers(point)) {
            askedNanos.put(asker, out.nowNanos());
            return true;
        }
        offer(asker, log.floor(), point);
        return false;
    }

    void onFatesAsk(SegmentMessage.CopyFatesAsk ask) {
        if (!isWithinHistory(ask.from(), ask.floor())) {
            return;
        }
        long last = Fates.chunkOf(ask.floor().upTo(ask.writer()));
        List<FateChunk> chunks = new ArrayList<>();
        long chunk = ask.chunk();
        while (chunk <= last && chunks.size() < CHUNKS_AT_ONCE) {
            chunks.add(new FateChunk(chunk, log.acceptor().fates().chunk(ask.writer(), chunk)));
            chunk++;
        }
        boolean end = chunk > last;
        boolean all = end && ask.writer().slot() == WriterId.MAX_COUNT - 1;
        out.send(
                NodeAddress.of(ask.from()),
                new SegmentMessage.CopyFatesTell(
                        self,
                        ask.floor(),
                        ask.writer(),
                        ask.chunk(),
                        chunks,
                        end ? -1 : chunk,
                        all ? moments.all() : List.of()));
    }

    void onPagesAsk(SegmentMessage.CopyPagesAsk ask) {
        if (!isWithinHistory(ask.from(), ask.floor()) || answering.contains(ask.from())) {
            return;
        }
        ArrayDeque<PageId> pages = new ArrayDeque<>();
        PageId next = null;
        for (PageId page : log.acceptor().pages().pagesFrom(ask.page())) {
            if (pages.size() == limits.copiedPages()) {
                next = page;
                break;
            }
            pages.add(page);
        }
        if (!layout.isFull(ask.from())) {
            tellVersions(ask, pages, next);
        } else {
            answering.add(ask.from());
            new Answer(ask, pages, next).goOn();
        }
    }

    /** What a tail needs to know of pages is in memory. */
    private void tellVersions(SegmentMessage.CopyPagesAsk ask, Iterable<PageId> pages, @Nullable PageId next) {
        List<PageCopy> versions = new ArrayList<>();
        for (PageId page : pages) {
            VersionId newest = log.acceptor().pages().newest(page);
            if (!newest.isNone()) {
                versions.add(PageCopy.withoutImage(
                        page, newest, log.acceptor().pages().readersOfNewest(page)));
            }
        }
        out.send(
                NodeAddress.of(ask.from()),
                new SegmentMessage.CopyPagesTell(self, ask.floor(), ask.page(), versions, next));
    }

    /** One answer as it grows. */
    private final class Answer {
        private final SegmentMessage.CopyPagesAsk ask;
        private final ArrayDeque<PageId> pages;
        private final @Nullable PageId next;
        private final List<PageCopy> built = new ArrayList<>();

        Answer(SegmentMessage.CopyPagesAsk ask, ArrayDeque<PageId> pages, @Nullable PageId next) {
            this.ask = ask;
            this.pages = pages;
            this.next = next;
        }

        void goOn() {
            PageId page = pages.poll();
            if (page == null) {
                answering.remove(ask.from());
                out.send(
                        NodeAddress.of(ask.from()),
                        new SegmentMessage.CopyPagesTell(self, ask.floor(), ask.page(), built, next));
            } else if (!builder.build(page, ask.floor(), result -> onBuilt(page, result))) {
                answering.remove(ask.from()); // too busy: it asks again
            }
        }

        /** A page that cannot be built here leaves the asker without an answer, so that it goes to another segment. */
        private void onBuilt(PageId page, PageBuilder.@Nullable Built result) {
            if (result == null) {
                answering.remove(ask.from());
                return;
            }
            if (!result.version().isNone()) {
                built.add(new PageCopy(
                        page,
                        result.version(),
                        result.page().toImage(),
                        log.acceptor().pages().newest(page),
                        log.acceptor().pages().readersOfNewest(page)));
            }
            goOn();
        }
    }
}
