package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.page.DeltaCorruptException;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageCorruptException;
import dev.sextant.storage.page.Redo;
import dev.sextant.storage.page.Rewind;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds pages as of read points: the newest image the point sees, and the deltas it sees after it. Images of pages with long
 * chains are made on the way, and in the background while nobody waits.
 *
 * <p>Invariant I14: what is built is the page at exactly that point, or nothing is: a broken chain or a damaged record is a
 * {@link SegmentEvent.PageBroken}. So is nothing if the floor rises past the point meanwhile, since records that lie below it are
 * dropped between two steps of a build.
 */
final class PageBuilder {
    private static final int IMAGES_PER_LOAD = 2;

    private final Outbox out;
    private final Loads loads;
    private final SegmentLog log;
    private final SegmentSettings.Limits limits;
    private final OnBroken onBroken;
    private final ArrayDeque<Build> waiting = new ArrayDeque<>();
    private int building;
    private long imagesWritten;

    PageBuilder(Outbox out, Loads loads, SegmentLog log, SegmentSettings.Limits limits, OnBroken onBroken) {
        this.out = out;
        this.loads = loads;
        this.log = log;
        this.limits = limits;
        this.onBroken = onBroken;
    }

    /** Hears of pages that cannot be built, though nothing they need was collected. */
    @FunctionalInterface
    interface OnBroken {
        void failed(PageId page, ReadPoint at, String problem);
    }

    private enum Purpose {
        SERVICE,
        IMAGE,
        COMPARISON
    }

    /** A page at its newest version that a read point sees. */
    record Built(VersionId version, Page page) {}

    long imagesWritten() {
        return imagesWritten;
    }

    /**
     * Builds a page as of a read point that the held point covers. The result is null if it cannot be built here, or not any more. Returns false,
     * and never gives a result, if too many builds wait.
     */
    boolean build(PageId page, ReadPoint at, Consumer<@Nullable Built> done) {
        if (building >= limits.buildsAtOnce() && waiting.size() >= limits.buildsWaiting()) {
            return false;
        }
        enter(new Build(page, at, Purpose.SERVICE, done));
        return true;
    }

    /**
     * As {@link #build}, for whoever compares pages or looks for damage, one page after the other: also where it is not certain that
     * nothing is missing at its end, which the comparison shows. It has its turn, however many wait.
     */
    void buildToCompare(PageId page, ReadPoint at, Consumer<@Nullable Built> done) {
        enter(new Build(page, at, Purpose.COMPARISON, done));
    }

    /**
     * Builds a page as of what is held, for an image of it. When there is a result, an image of that version is kept, now or since
     * before.
     */
    void buildImage(PageId page, Consumer<@Nullable Built> done) {
        enter(new Build(page, log.held(), Purpose.IMAGE, done));
    }

    /**
     * Builds a page as a backtrack left it, and keeps an image of that, in its turn. What it needs of what came before then need not
     * stay.
     */
    void buildRewound(PageId page, VersionId rewound, Consumer<@Nullable Built> done) {
        enter(new Build(page, log.held(), Purpose.COMPARISON, rewound, done));
    }

    private void enter(Build build) {
        Check.state(log.held().covers(build.at), "pages are built of what is held", build.page);
        if (building < limits.buildsAtOnce()) {
            start(build);
        } else {
            waiting.add(build);
        }
    }

    /** Makes images that are due, as far as nobody waits for a page. */
    void makeImages() {
        while (building < limits.buildsAtOnce()) {
            PageId page = log.imageNeeds().take();
            if (page == null) {
                return;
            }
            start(new Build(page, log.held(), Purpose.IMAGE, built -> {}));
        }
    }

    private void start(Build build) {
        building++;
        build.findImage(SegmentKeys.pageEnd(build.page));
    }

    private void ended(Build build, @Nullable Built built) {
        if (build.isPart) {
            build.done.accept(built);
            return;
        }
        building--;
        build.done.accept(built);
        Build next = waiting.poll();
        if (next != null) {
            start(next);
        }
    }

    /** One page on its way. */
    private final class Build {
        private final PageId page;
        private final ReadPoint at;
        private final Purpose purpose;
        private final Consumer<@Nullable Built> done;
        /** Versions after it are not looked at; null if there is no such one. */
        private final @Nullable VersionId last;
        /** Whether another build waits for it. */
        private final boolean isPart;

        private final ReadPoint floor;
        private Page current = Page.EMPTY;
        /** What the delta walked over last goes back to; null if it does not. */
        private @Nullable ReadPoint rewound;

        private int applied;

        Build(PageId page, ReadPoint at, Purpose purpose, Consumer<@Nullable Built> done) {
            this(page, at, purpose, null, done);
        }

        Build(PageId page, ReadPoint at, Purpose purpose, @Nullable VersionId last, Consumer<@Nullable Built> done) {
            this.page = page;
            this.at = at;
            this.purpose = purpose;
            this.last = last;
            this.done = done;
            isPart = false;
            floor = log.floor();
        }

        /** The part of a build that finds out what the page was as of an earlier point. */
        Build(Build whole, ReadPoint at, Consumer<@Nullable Built> done) {
            page = whole.page;
            this.at = at;
            purpose = whole.purpose;
            last = null;
            this.done = done;
            isPart = true;
            floor = whole.floor;
        }

        void findImage(byte[] below) {
            loads.range(
                    new Loads.Range(Shelf.PAGES, SegmentKeys.pageBegin(page), below, true, IMAGES_PER_LOAD),
                    entries -> guarded(() -> onImages(entries)),
                    this::broken);
        }

        private void onImages(List<StoredEntry> entries) {
            for (StoredEntry entry : entries) {
                VersionId version = SegmentKeys.versionOf(entry.key());
                if (at.sees(version) && (last == null || version.compareTo(last) <= 0)) {
                    current = Page.fromImage(page, entry.value());
                    byte[] from = SegmentKeys.after(entry.key());
                    walk(new PageChain(page, at, log.acceptor().fates(), version, last), from);
                    return;
                }
            }
            if (entries.size() == IMAGES_PER_LOAD) {
                findImage(entries.get(entries.size() - 1).key());
            } else {
                PageChain whole = new PageChain(page, at, log.acceptor().fates(), VersionId.NONE, last);
                walk(whole, SegmentKeys.pageBegin(page));
            }
        }

        private void walk(PageChain chain, byte[] from) {
            loads.range(
                    Loads.Range.ascending(Shelf.REDO, from, SegmentKeys.pageEnd(page), limits.loadEntries()),
                    entries -> guarded(() -> onDeltas(chain, entries)),
                    this::broken);
        }

        private void onDeltas(PageChain chain, List<StoredEntry> entries) {
            for (StoredEntry entry : entries) {
                chain.walk(entry, this::apply);
                ReadPoint target = rewound;
                if (target != null) {
                    rewound = null;
                    goBack(target, chain, SegmentKeys.after(entry.key()));
                    return;
                }
            }
            if (!chain.ended() && entries.size() == limits.loadEntries()) {
                walk(chain, SegmentKeys.after(entries.get(entries.size() - 1).key()));
                return;
            }
            if (!at.covers(log.floor())) {
                ended(this, null); // what was not found may have been dropped
                return;
            }
            boolean certain = chain.requireNewest(log.acceptor().pages().newest(page));
            if (!certain && (isPart || purpose != Purpose.COMPARISON)) {
                ended(this, null); // until the commits that are not here arrive
                return;
            }
            boolean tooLong = applied > limits.deltasPerImage() && certain;
            if (tooLong || (purpose == Purpose.IMAGE && applied > 0)) {
                keepImage(chain.newest());
            }
            ended(this, new Built(chain.newest(), current));
        }

        /** The page is again what it was as of an earlier point; the walk goes on from there. */
        private void goBack(ReadPoint target, PageChain chain, byte[] from) {
            if (!target.covers(log.floor())) {
                ended(this, null); // until another segment has told what it is
                return;
            }
            new Build(this, target, built -> {
                        if (built == null) {
                            ended(this, null);
                            return;
                        }
                        current = built.page();
                        applied = 0;
                        keepImage(chain.newest());
                        walk(chain, from);
                    })
                    .findImage(SegmentKeys.pageEnd(page));
        }

        private void apply(VersionId version, SegmentRecords.StoredDelta delta) {
            rewound = Rewind.target(delta.delta());
            if (rewound != null) {
                return;
            }
            current = Redo.apply(current, delta.delta(), version);
            applied++;
        }

        private void keepImage(VersionId version) {
            imagesWritten++;
            log.putImage(page, version, current.toImage());
        }

        private void guarded(Runnable step) {
            try {
                step.run();
            } catch (ChainBrokenException | RecordCorruptException | DeltaCorruptException | PageCorruptException e) {
                broken(String.valueOf(e.getMessage()));
            }
        }

        private void broken(String problem) {
            // Where the floor has risen meanwhile, what this had begun with may have been dropped, which is no damage.
            if (log.floor().equals(floor)) {
                out.happened(new SegmentEvent.PageBroken(page, problem));
                onBroken.failed(page, at, problem);
            }
            ended(this, null);
        }
    }
}
