package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.storage.page.DeltaCorruptException;
import dev.sextant.storage.page.Rewind;
import java.util.ArrayDeque;

/**
 * Makes images of backtracked pages in the background, so that reads of them need not go back, and history from before can be
 * collected in the end. Rationed as collection is.
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
    private final ArrayDeque<Rewinds.Need> needs = new ArrayDeque<>();
    private long nextStepNanos;
    private boolean inStep;

    RewindImages(Outbox out, Loads loads, SegmentLog log, PageBuilder builder, SegmentSettings settings) {
        this.out = out;
        this.loads = loads;
        this.log = log;
        this.builder = builder;
        this.settings = settings;
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
            needs.addAll(log.rewinds().needs(log.held(), PAGES_AT_ONCE));
            int entries = ENTRIES_PER_PAGE * Math.max(1, needs.size());
            nextStepNanos = out.nowNanos()
                    + 1_000_000_000L * entries / settings.retention().entriesPerSecond();
            next();
        }
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
}
