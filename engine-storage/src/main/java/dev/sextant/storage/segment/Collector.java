package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fates;
import dev.sextant.conflict.message.Moment;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Drops the history that nobody can ask for any more. In rounds: it raises the floor to a journaled moment outside of the
 * retention window that every reader in use sees, and then, page by page, drops the images and deltas below the newest image that
 * the floor sees, and the decisions that the floor sees, whose fates stay behind in chunks of two bits each.
 *
 * <p>A tail keeps no images, and drops all that the floor sees, but its floor rises only to what the full segments have images of.
 *
 * <p>Work is rationed: a step looks at a bounded number of entries, and the next step waits as long as these are worth at the
 * rate that is set. No round begins while pages as of the floor are being copied to another segment.
 *
 * <p>Invariants: the floor only rises, and is held here. A read at a point that covers the floor finds all it needs; so does a
 * segment that lacks nothing which the floor sees. What the floor does not see is never touched.
 */
final class Collector {
    private static final int IMAGES_LOOKED_AT = 4;

    private final Outbox out;
    private final Loads loads;
    private final SegmentLog log;
    private final Moments moments;
    private final Readers readers;
    private final SegmentSettings settings;
    private final BooleanSupplier isCopying;
    /** Whether a floor is acceptable to others who need what it sees. */
    private final Predicate<ReadPoint> mayDrop;
    /** Null at a full segment. */
    private final @Nullable TailPages tail;
    /** Pages with an image, or at a tail a delta, that the floor does not see yet, or of which that is not known. */
    private final TreeSet<PageId> dirty = new TreeSet<>();

    private final ArrayDeque<PageId> pages = new ArrayDeque<>();
    private final ArrayDeque<WriterId> decisions = new ArrayDeque<>();
    private final long[] decisionsFrom = new long[WriterId.MAX_COUNT];
    private long nextRoundNanos;
    private long nextStepNanos = Long.MAX_VALUE;
    private boolean inStep;
    /** Where the look through the images of the first page goes on; null if it begins. */
    private byte @Nullable [] imagesBelow;
    /** Where the look through the deltas of the first page goes on; null if it begins. */
    private byte @Nullable [] deltasFrom;

    private long collected;

    Collector(
            Outbox out,
            Loads loads,
            SegmentLog log,
            Moments moments,
            Readers readers,
            SegmentSettings settings,
            BooleanSupplier isCopying,
            Predicate<ReadPoint> mayDrop,
            @Nullable TailPages tail) {
        this.out = out;
        this.loads = loads;
        this.log = log;
        this.moments = moments;
        this.readers = readers;
        this.settings = settings;
        this.isCopying = isCopying;
        this.mayDrop = mayDrop;
        this.tail = tail;
    }

    /** Records that were dropped. */
    long collected() {
        return collected;
    }

    /** The segment serves: what earlier runs left to do is looked for in every page. */
    void start() {
        nextRoundNanos = out.nowNanos() + settings.retention().collectIntervalNanos();
        everyPage();
    }

    /** Every page may have something to drop. */
    void everyPage() {
        log.acceptor().pages().pages().forEach(dirty::add);
        if (!log.floor().equals(ReadPoint.ZERO)) {
            beginRound();
        }
    }

    long nextWakeNanos() {
        return inStep ? Long.MAX_VALUE : Math.min(nextRoundNanos, nextStepNanos);
    }

    void onTime() {
        if (inStep) {
            return;
        }
        if (out.nowNanos() >= nextRoundNanos) {
            nextRoundNanos = out.nowNanos() + settings.retention().collectIntervalNanos();
            if (isIdle() && !isCopying.getAsBoolean()) {
                raiseFloor();
            }
        }
        if (out.nowNanos() >= nextStepNanos) {
            step();
        }
    }

    private boolean isIdle() {
        return pages.isEmpty() && decisions.isEmpty();
    }

    // ---- the floor -------------------------------------------------------------------------------------------------

    private void raiseFloor() {
        ReadPoint target = target();
        if (target != null) {
            log.raiseFloor(target);
            moments.dropBelow(target);
            beginRound();
        }
    }

    /** The latest moment out of the window that is held here, covers the floor, and is below no reader. */
    private @Nullable ReadPoint target() {
        for (Moment moment : moments.outOfWindow()) {
            ReadPoint point = moment.point();
            if (point.equals(log.floor())) {
                return null;
            }
            boolean isFloor = point.covers(log.floor()) && log.held().covers(point);
            boolean isNeeded = tail == null && !log.rewinds().letFloorRiseTo(point);
            if (isFloor && !isNeeded && mayDrop.test(point) && readers.letGo(point)) {
                return point;
            }
        }
        return null;
    }

    private void beginRound() {
        imagesBelow = null;
        deltasFrom = null;
        pages.clear();
        pages.addAll(dirty);
        pages.addAll(tail == null ? log.images().takeChanged() : log.changed().take());
        decisions.clear();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            decisions.add(new WriterId(slot));
        }
        nextStepNanos = out.nowNanos();
    }

    // ---- steps -----------------------------------------------------------------------------------------------------

    private void step() {
        nextStepNanos = Long.MAX_VALUE;
        PageId page = pages.poll();
        WriterId writer = decisions.peek();
        if (page != null) {
            inStep = true;
            dirty.remove(page);
            if (tail != null) {
                collectTail(tail, page);
            } else if (log.images().isComplete(page)) {
                collectPage(page);
            } else {
                findImages(page);
            }
        } else if (writer != null) {
            inStep = true;
            collectDecisions(writer);
        }
    }

    private void endStep(int entries) {
        inStep = false;
        long nanos =
                1_000_000_000L * Math.max(1, entries) / settings.retention().entriesPerSecond();
        nextStepNanos = isIdle() ? Long.MAX_VALUE : out.nowNanos() + nanos;
    }

    private void failed(PageId page, String problem) {
        dirty.add(page);
        out.happened(new SegmentEvent.LoadFailed("history of " + page, problem));
        endStep(1);
    }

    /** Finds out which images of a page there are, a few at a time: once in a run. */
    private void findImages(PageId page) {
        byte[] below = imagesBelow == null ? SegmentKeys.pageEnd(page) : imagesBelow;
        loads.range(
                new Loads.Range(Shelf.PAGES, SegmentKeys.pageBegin(page), below, true, IMAGES_LOOKED_AT),
                found -> {
                    found.forEach(image -> log.images().found(page, SegmentKeys.versionOf(image.key())));
                    if (found.size() == IMAGES_LOOKED_AT) {
                        imagesBelow = found.get(found.size() - 1).key();
                    } else {
                        imagesBelow = null;
                        log.images().foundAll(page);
                    }
                    pages.addFirst(page);
                    endStep(found.size());
                },
                problem -> {
                    imagesBelow = null;
                    failed(page, problem);
                });
    }

    private void collectPage(PageId page) {
        if (log.images().hasNewer(page, log.floor())) {
            dirty.add(page); // there will be something to drop when the floor sees that image
        }
        VersionId base = log.images().newBase(page, log.floor());
        if (base == null) {
            endStep(1);
            return;
        }
        collectDeltas(page, base);
    }

    /**
     * Drops what lies below an image: the deltas, some at a time, and then the images. Those of a proposal whose fate is not known
     * here stay, since its register needs them, and go with it.
     */
    private void collectDeltas(PageId page, VersionId base) {
        int limit = settings.limits().loadEntries();
        byte[] from = deltasFrom == null ? SegmentKeys.pageBegin(page) : deltasFrom;
        byte[] end = SegmentKeys.after(SegmentKeys.version(page, base));
        loads.range(
                Loads.Range.ascending(Shelf.REDO, from, end, limit),
                deltas -> {
                    deltas.forEach(this::dropIfDecided);
                    if (deltas.size() == limit) {
                        deltasFrom = SegmentKeys.after(deltas.get(limit - 1).key());
                        pages.addFirst(page);
                    } else {
                        deltasFrom = null;
                        log.images()
                                .takeBelow(page, base)
                                .forEach(older -> drop(Shelf.PAGES, SegmentKeys.version(page, older)));
                    }
                    endStep(deltas.size());
                },
                problem -> {
                    deltasFrom = null;
                    failed(page, problem);
                });
    }

    /** At a tail there is no image to keep: all that the floor sees goes. */
    private void collectTail(TailPages from, PageId page) {
        from.droppable(
                page,
                deltasFrom,
                found -> {
                    found.drop().forEach(key -> drop(Shelf.REDO, key));
                    if (found.leaves()) {
                        dirty.add(page); // there will be something to drop when the floor sees those
                    }
                    deltasFrom = found.next();
                    if (found.next() != null) {
                        pages.addFirst(page);
                    }
                    endStep(found.looked());
                },
                problem -> {
                    deltasFrom = null;
                    failed(page, problem);
                });
    }

    private void dropIfDecided(StoredEntry delta) {
        ProposalId id = SegmentKeys.versionOf(delta.key()).proposal();
        if (log.acceptor().fates().of(id) != null) {
            drop(Shelf.REDO, delta.key());
        }
    }

    private void drop(Shelf shelf, byte[] key) {
        collected++;
        out.delete(shelf, key);
    }

    /** Decisions that the floor sees go; those among them that it misses stay, and are looked at again each round. */
    private void collectDecisions(WriterId writer) {
        int slot = writer.slot();
        int limit = settings.limits().loadEntries();
        byte[] from = SegmentKeys.id(slot, decisionsFrom[slot]);
        byte[] end = SegmentKeys.id(slot, log.floor().upTo(writer) + 1);
        loads.range(
                Loads.Range.ascending(Shelf.DECISIONS, from, end, limit),
                entries -> onDecisions(writer, entries, entries.size() == limit),
                problem -> {
                    decisions.remove(writer);
                    out.happened(new SegmentEvent.LoadFailed("decisions of " + writer, problem));
                    endStep(1);
                });
    }

    private void onDecisions(WriterId writer, List<StoredEntry> entries, boolean more) {
        Collection<Long> chunks = new TreeSet<>();
        for (StoredEntry entry : entries) {
            ProposalId id = SegmentKeys.idOf(entry.key());
            if (log.floor().sees(id)) {
                chunks.add(Fates.chunkOf(id.seq()));
                drop(Shelf.DECISIONS, entry.key());
            }
            decisionsFrom[writer.slot()] = id.seq() + 1;
        }
        chunks.forEach(chunk -> log.putFates(writer, chunk));
        if (!more) {
            long[] missing = log.floor().missing(writer);
            decisionsFrom[writer.slot()] = missing.length == 0 ? log.floor().upTo(writer) + 1 : missing[0];
            decisions.remove(writer); // a round that began meanwhile has put it in again, perhaps not first
        }
        endStep(entries.size());
    }
}
