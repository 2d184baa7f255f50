package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.message.FateChunk;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.PageCopy;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageCorruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes pages from another segment, as of a point that becomes the floor here, then the fates of all that this point sees. With the
 * last answer everything is taken over in one batch, and gossip brings the rest.
 *
 * <p>A segment that has nothing asks for all that another holds: it votes again long before every change there has been could be
 * told one by one. One that has history takes a copy only when nobody tells it any more what it lacks, one by one: it would
 * lose its history, which others may have lost already.
 *
 * <p>Pages are stored as they come, which shows nothing by itself: no point held here sees them before the end. They are asked for
 * at a rate that leaves the teller time for others. A copy that is cut short begins anew, with whoever offers next. None begins
 * while gossip brings news: the teller of a copy is asked for the rest at once, and goes on as long as there is more.
 */
final class CopyTaker {
    private final SegmentSettings settings;
    private final Outbox out;
    private final SegmentLog log;
    private final Moments moments;
    private final Gossip gossip;
    private final Consumer<ReadPoint> onTaken;
    private final Predicate<ReadPoint> mayBegin;
    private @Nullable Copy copy;
    /** Whether this segment began with nothing and has copied nothing yet. */
    private boolean isEmpty;
    /** Who was asked last by an empty one. */
    private int lastAsked;

    private long askFirstNanos = Long.MAX_VALUE;
    /** Since when pages are offered, and no news comes, to a segment that has history. */
    private long offeredNanos = NEVER;

    private long pagesCopied;
    private long bytesCopied;

    private static final long NEVER = Long.MIN_VALUE;

    private static final class Copy {
        final SegmentId from;
        final ReadPoint floor;
        long pagesLeft;
        final TreeMap<WriterId, List<FateChunk>> fates = new TreeMap<>();
        /** Where to go on; null when all pages are here. */
        @Nullable
        PageId page = PageId.CATALOG_ROOT;

        int slot;
        long chunk;
        long askAgainNanos;
        long giveUpNanos;

        Copy(SegmentId from, ReadPoint floor, long pages) {
            this.from = from;
            this.floor = floor;
            pagesLeft = pages;
        }
    }

    /**
     * Takes nothing yet.
     *
     * @param onTaken hears of each floor up to which all was taken
     * @param mayBegin whether a tail's history may begin at a full segment's floor
     */
    CopyTaker(
            SegmentSettings settings,
            Outbox out,
            SegmentLog log,
            Moments moments,
            Gossip gossip,
            Consumer<ReadPoint> onTaken,
            Predicate<ReadPoint> mayBegin) {
        this.settings = settings;
        this.out = out;
        this.log = log;
        this.moments = moments;
        this.gossip = gossip;
        this.onTaken = onTaken;
        this.mayBegin = mayBegin;
        lastAsked = settings.id().index();
    }

    /** The disk is new: if nothing is on it yet, all begins with a copy. */
    void startRebuild() {
        if (log.present().equals(ReadPoint.ZERO)) {
            isEmpty = true;
            askFirst();
        }
    }

    private void askFirst() {
        askFirstNanos = out.nowNanos() + settings.rebuildIntervalNanos();
        gossip.pauseUntil(Long.MAX_VALUE);
        do {
            lastAsked = (lastAsked + 1) % SegmentId.COUNT;
        } while (!mayAsk(new SegmentId(lastAsked)));
        out.send(NodeAddress.of(new SegmentId(lastAsked)), new SegmentMessage.CopyAsk(settings.id()));
    }

    /** A full segment needs pages, and tails have none. */
    private boolean mayAsk(SegmentId other) {
        return !other.equals(settings.id())
                && (settings.isTail() || settings.layout().isFull(other));
    }

    private void notEmpty() {
        isEmpty = false;
        askFirstNanos = Long.MAX_VALUE;
        gossip.pauseUntil(NEVER);
    }

    /** Pages taken from other segments as images. */
    long pagesCopied() {
        return pagesCopied;
    }

    /** What they took. */
    long bytesCopied() {
        return bytesCopied;
    }

    /** About how many pages the copy under way still lacks; 0 if there is none. */
    long pagesToCopy() {
        Copy current = copy;
        return current == null ? 0 : Math.max(0, current.pagesLeft);
    }

    boolean isCopying() {
        return copy != null;
    }

    long nextWakeNanos() {
        Copy current = copy;
        return current == null ? askFirstNanos : Math.min(current.askAgainNanos, current.giveUpNanos);
    }

    void onTime() {
        Copy current = copy;
        if (current == null) {
            if (out.nowNanos() >= askFirstNanos) {
                askFirst();
            }
            return;
        }
        if (out.nowNanos() >= current.giveUpNanos) {
            copy = null;
        } else if (out.nowNanos() >= current.askAgainNanos) {
            ask(current);
        }
    }

    void onOffer(SegmentMessage.CopyOffer offer) {
        boolean serves = !settings.isTail() && log.rewinds().isServedBy(offer.floor(), log.floor());
        if (log.present().covers(offer.floor()) && !serves) {
            notEmpty();
            return;
        }
        Copy current = copy;
        boolean isDue = current == null
                ? isEmpty || serves || isToldByNobody()
                : current.from.equals(offer.from()) && Objects.equals(current.floor, offer.insteadOf());
        if (!isDue) {
            return;
        }
        if (!isAcceptable(offer.from(), offer.floor())) {
            return;
        }
        Copy begun = new Copy(offer.from(), offer.floor(), offer.pages());
        copy = begun;
        out.happened(new SegmentEvent.CopyBegan(offer.from(), offer.floor()));
        advanced(begun, 0);
    }

    /** Whether each of the others was asked since the first offer, and none has told news. */
    private boolean isToldByNobody() {
        if (log.present().equals(ReadPoint.ZERO)) {
            return !gossip.isCatchingUp();
        }
        if (offeredNanos == NEVER || gossip.learnedNanos() >= offeredNanos) {
            offeredNanos = out.nowNanos();
        }
        return !gossip.isCatchingUp()
                && out.nowNanos() - offeredNanos >= SegmentId.COUNT * settings.gossipIntervalNanos();
    }

    /**
     * A full segment takes pages, which only another one has. A tail takes a floor that all full segments hold, so that it never
     * lacks what one of them may yet need of it: another tail's is such a floor; a full one's may be higher.
     */
    private boolean isAcceptable(SegmentId from, ReadPoint floor) {
        boolean fromFull = settings.layout().isFull(from);
        return settings.isTail() ? !fromFull || mayBegin.test(floor) : fromFull;
    }

    /** The next question waits for as long as what has come is worth at the rate that is set. */
    private void advanced(Copy current, long bytes) {
        long pauseNanos = (long) (1e9 * bytes / settings.copyBytesPerSecond());
        current.giveUpNanos = out.nowNanos() + pauseNanos + CopyTeller.PATIENCE_NANOS / 2;
        if (pauseNanos == 0) {
            ask(current);
        } else {
            current.askAgainNanos = out.nowNanos() + pauseNanos;
        }
    }

    private void ask(Copy current) {
        current.askAgainNanos = out.nowNanos() + 4 * settings.rebuildIntervalNanos();
        PageId page = current.page;
        SegmentMessage question = page != null
                ? new SegmentMessage.CopyPagesAsk(settings.id(), current.floor, page)
                : new SegmentMessage.CopyFatesAsk(
                        settings.id(), current.floor, new WriterId(current.slot), current.chunk);
        out.send(NodeAddress.of(current.from), question);
    }

    void onPages(SegmentMessage.CopyPagesTell tell) {
        Copy current = copy;
        if (current == null
                || !current.from.equals(tell.from())
                || !current.floor.equals(tell.floor())
                || !tell.asked().equals(current.page)) {
            return;
        }
        long bytes = 0;
        for (PageCopy page : tell.pages()) {
            if (!take(page)) {
                copy = null;
                return;
            }
            bytes += page.image().length;
        }
        current.pagesLeft -= tell.pages().size();
        current.page = tell.next();
        bytesCopied += bytes;
        advanced(current, bytes);
    }

    private boolean take(PageCopy page) {
        if (settings.isTail()) {
            pagesCopied++;
            log.knownOf(page);
            return true;
        }
        try {
            Page.fromImage(page.page(), page.image());
        } catch (PageCorruptException damaged) {
            out.happened(new SegmentEvent.LoadFailed("a copy of " + page.page(), String.valueOf(damaged.getMessage())));
            return false;
        }
        pagesCopied++;
        log.copyTaken(page);
        return true;
    }

    void onFates(SegmentMessage.CopyFatesTell tell) {
        Copy current = copy;
        if (current == null
                || current.page != null
                || !current.from.equals(tell.from())
                || !current.floor.equals(tell.floor())
                || tell.writer().slot() != current.slot
                || tell.asked() != current.chunk) {
            return;
        }
        current.fates
                .computeIfAbsent(tell.writer(), unused -> new ArrayList<>())
                .addAll(tell.chunks());
        current.chunk = tell.next();
        if (tell.next() < 0) {
            current.slot++;
            current.chunk = 0;
        }
        if (current.slot < WriterId.MAX_COUNT) {
            advanced(current, 0);
            return;
        }
        copy = null;
        if (!isAcceptable(current.from, current.floor)) {
            return; // it was when it was offered
        }
        offeredNanos = NEVER;
        notEmpty();
        log.takeOver(current.floor, current.fates);
        moments.addAll(tell.moments());
        moments.dropBelow(log.floor());
        onTaken.accept(current.floor);
        gossip.follow(current.from);
        out.happened(new SegmentEvent.CopyEnded(current.from, pagesCopied, log.held()));
    }
}
