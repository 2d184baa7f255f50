package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.message.NodeAddress;
import dev.sextant.conflict.message.PageCopy;
import dev.sextant.conflict.message.SegmentMessage;
import dev.sextant.storage.page.DeltaCorruptException;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageCorruptException;
import dev.sextant.storage.page.Rewind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Makes images of backtracked pages in the background, so that reads of them need not go back, and history from before can be
 * collected in the end. Rationed as collection is. Tails have no images, so this is for full segments alone. Where history no longer reaches back far enough, since the segment was
 * away when the volume was taken back, other segments tell their images.
 */
final class RewindImages {
    private static final int PAGES_AT_ONCE = 32;
    /** What the image of a page costs beside looking at an entry. */
    private static final int ENTRIES_PER_PAGE = 8;

    private final Outbox out;
    private final Loads loads;
    private final SegmentLog log;
    private final PageBuilder builder;
    private final SegmentSettings settings;
    private final CopyTeller copies;
    private final ArrayDeque<Rewinds.Need> needs = new ArrayDeque<>();
    private long nextStepNanos;
    private boolean inStep;
    private boolean answering;
    private int lastPeer;

    RewindImages(
            Outbox out, Loads loads, SegmentLog log, PageBuilder builder, CopyTeller copies, SegmentSettings settings) {
        this.out = out;
        this.loads = loads;
        this.log = log;
        this.builder = builder;
        this.copies = copies;
        this.settings = settings;
        lastPeer = settings.id().index();
    }

    /** The segment serves: what the backtracks on its disk go back to is read. */
    void start() {
        for (VersionId version : log.rewinds().unread()) {
            byte[] key = SegmentKeys.version(PageId.LINE, version);
            loads.range(
                    Loads.Range.key(Shelf.REDO, key),
                    found -> found.forEach(delta -> read(version, delta)),
                    problem -> out.happened(new SegmentEvent.LoadFailed("backtrack " + version, problem)));
        }
    }

    private void read(VersionId version, StoredEntry delta) {
        try {
            ReadPoint target = Rewind.target(SegmentRecords.delta(delta.value()).delta());
            if (target != null) {
                log.rewinds().read(version.proposal(), target);
            }
        } catch (RecordCorruptException | DeltaCorruptException e) {
            out.happened(new SegmentEvent.LoadFailed("backtrack " + version, String.valueOf(e.getMessage())));
        }
    }

    long nextWakeNanos() {
        return inStep || log.rewinds().imageless() == 0 ? Long.MAX_VALUE : nextStepNanos;
    }

    void onTime() {
        if (!inStep && out.nowNanos() >= nextStepNanos) {
            List<Rewinds.Need> some = log.rewinds().needs(log.held(), PAGES_AT_ONCE);
            int entries = ENTRIES_PER_PAGE * Math.max(1, some.size());
            long nanos = 1_000_000_000L * entries / settings.retention().entriesPerSecond();
            nextStepNanos = out.nowNanos() + nanos;
            TreeMap<VersionId, List<PageId>> outOfReach = new TreeMap<>();
            for (Rewinds.Need need : some) {
                if (log.rewinds().isInReach(need.version(), log.floor())) {
                    needs.add(need);
                } else {
                    outOfReach
                            .computeIfAbsent(need.version(), unused -> new ArrayList<>())
                            .add(need.page());
                }
            }
            if (!outOfReach.isEmpty()) {
                nextStepNanos = out.nowNanos() + Math.max(nanos, settings.gossipIntervalNanos());
                NodeAddress peer = NodeAddress.of(nextPeer());
                outOfReach.forEach((version, pages) ->
                        out.send(peer, new SegmentMessage.RewoundAsk(settings.id(), version, pages)));
            }
            next();
        }
    }

    private SegmentId nextPeer() {
        do {
            lastPeer = (lastPeer + 1) % SegmentId.COUNT;
        } while (lastPeer == settings.id().index() || !settings.layout().isFull(new SegmentId(lastPeer)));
        return new SegmentId(lastPeer);
    }

    private void next() {
        Rewinds.Need need = needs.poll();
        inStep = need != null;
        if (need == null) {
            return;
        }
        byte[] key = SegmentKeys.version(need.page(), need.version());
        loads.range(
                Loads.Range.key(Shelf.PAGES, key),
                found -> {
                    if (found.isEmpty()) {
                        builder.buildRewound(need.page(), need.version(), built -> next());
                    } else {
                        log.rewinds().imaged(need.page(), need.version());
                        next();
                    }
                },
                problem -> {
                    out.happened(new SegmentEvent.LoadFailed("an image of " + need.page(), problem));
                    next();
                });
    }

    // ---- between segments ------------------------------------------------------------------------------------------

    /** One that was away, and has collected what it would need, asks for pages as a backtrack left them. */
    void onAsk(SegmentMessage.RewoundAsk ask) {
        if (log.floor().sees(ask.backtrack())) {
            copies.offerFloor(ask.from()); // how the backtrack left them is not kept any more
        } else if (log.held().sees(ask.backtrack()) && !answering) {
            answering = true;
            tell(ask, new ArrayDeque<>(ask.pages()), new ArrayList<>());
        }
    }

    private void tell(SegmentMessage.RewoundAsk ask, ArrayDeque<PageId> left, List<PageCopy> pages) {
        PageId page = left.poll();
        if (page == null || pages.size() == PAGES_AT_ONCE) {
            answering = false;
            if (!pages.isEmpty()) {
                out.send(NodeAddress.of(ask.from()), new SegmentMessage.RewoundTell(settings.id(), pages));
            }
            return;
        }
        builder.buildRewound(page, ask.backtrack(), built -> {
            if (built != null && built.version().equals(ask.backtrack())) {
                pages.add(PageCopy.unread(page, built.version(), built.page().toImage()));
            }
            tell(ask, left, pages);
        });
    }

    /** The pages that were asked for. */
    void onTell(SegmentMessage.RewoundTell tell) {
        for (PageCopy page : tell.pages()) {
            if (log.rewinds().isImageless(page.page(), page.version())) {
                try {
                    Page.fromImage(page.page(), page.image());
                    log.putImage(page.page(), page.version(), page.image());
                } catch (PageCorruptException damaged) {
                    String what = "a copy of " + page.page();
                    out.happened(new SegmentEvent.LoadFailed(what, String.valueOf(damaged.getMessage())));
                }
            }
        }
    }
}
