package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything on the disk from time to time, so that damage is found while the other segments still have what it hit: every
 * record, whose checksum the store compares, and then every page: its whole history, whose chain shows a record that was lost, and the
 * page as it would be served.
 *
 * <p>Work is rationed: a step reads some records or builds one page, and the next one waits as long as that is worth at the rate
 * that is set. Pages that could not be built for a reader are looked at first.
 *
 * <p>Nothing is called damaged that can be read at a second or third try, since a disk may err now and then. When damage is certain it is
 * told, once, and scrubbing ends: the segment votes on with what it has in memory and serves what it can build, until it gets a
 * new disk.
 */
final class Scrubber {
    private static final int TRIES = 3;
    /** What building a page counts for. */
    private static final long PAGE_BYTES = 32 << 10;

    private static final long SECOND_NANOS = 1_000_000_000;

    private final Outbox out;
    private final Loads loads;
    private final SegmentLog log;
    private final PageBuilder builder;
    private final ChainReader chains;
    private final SegmentSettings settings;
    private final TreeMap<PageId, Suspect> suspects = new TreeMap<>();

    private long nextStepNanos = Long.MAX_VALUE;
    private boolean inStep;
    private @Nullable String damage;
    private long rounds;
    private long readBytes;
    /** Which shelf is read; after the last one, pages are built. */
    private int shelf;

    private byte[] from = SegmentKeys.FIRST;
    private Failures failures = new Failures();
    /** The next page to build; null after the last one. */
    private @Nullable PageId page = PageId.CATALOG_ROOT;

    /** The same failure, again and again: a disk that errs now and then does not err at the same place each time. */
    private static final class Failures {
        private String problem = "";
        private int count;

        /** Whether it is certain now. */
        boolean areCertain(String next) {
            count = next.equals(problem) ? count + 1 : 1;
            problem = next;
            return count >= TRIES;
        }
    }

    /** A page that could not be built, and was not since. */
    private static final class Suspect {
        final Failures failures = new Failures();
        /** The point it could not be built at. */
        ReadPoint at;

        boolean failedNow;

        Suspect(ReadPoint at) {
            this.at = at;
        }
    }

    Scrubber(
            Outbox out,
            Loads loads,
            SegmentLog log,
            PageBuilder builder,
            ChainReader chains,
            SegmentSettings settings) {
        this.out = out;
        this.loads = loads;
        this.log = log;
        this.builder = builder;
        this.chains = chains;
        this.settings = settings;
    }

    /** How often everything was read. */
    long rounds() {
        return rounds;
    }

    /** What was read, in this round and those before. */
    long readBytes() {
        return readBytes;
    }

    /** Whether the disk is damaged for certain. */
    boolean isDamaged() {
        return damage != null;
    }

    /** The segment serves. */
    void start() {
        nextStepNanos = out.nowNanos() + settings.scrub().intervalNanos();
    }

    /** A page could not be built, for whomever: what it needs is missing or damaged. */
    void failed(PageId broken, ReadPoint at, String problem) {
        if (isDamaged()) {
            return;
        }
        Suspect suspect = suspects.computeIfAbsent(broken, unused -> new Suspect(at));
        suspect.at = at;
        suspect.failedNow = true;
        if (suspect.failures.areCertain(problem)) {
            damaged(broken + " cannot be built: " + problem);
        }
        if (!inStep) {
            nextStepNanos = Math.min(nextStepNanos, out.nowNanos());
        }
    }

    private void damaged(String problem) {
        if (damage == null) {
            damage = problem;
            out.happened(new SegmentEvent.DiskDamaged(problem));
        }
    }

    long nextWakeNanos() {
        return inStep || isDamaged() ? Long.MAX_VALUE : nextStepNanos;
    }

    void onTime() {
        if (inStep || isDamaged() || out.nowNanos() < nextStepNanos) {
            return;
        }
        suspects.values().removeIf(suspect -> !suspect.at.covers(log.floor()));
        inStep = true;
        Map.Entry<PageId, Suspect> suspected = suspects.firstEntry();
        if (suspected != null) {
            tryAgain(suspected.getKey(), suspected.getValue());
        } else if (shelf < Shelf.values().length) {
            read(Shelf.values()[shelf]);
        } else {
            checkNext();
        }
    }

    private void endStep(long bytes) {
        readBytes += bytes;
        double nanos =
                (double) SECOND_NANOS * Math.max(1, bytes) / settings.scrub().bytesPerSecond();
        endStepIn(Math.max(1, (long) nanos));
    }

    private void endStepIn(long nanos) {
        inStep = false;
        nextStepNanos = out.nowNanos() + nanos;
    }

    private void tryAgain(PageId suspected, Suspect suspect) {
        suspect.failedNow = false;
        check(suspected, suspect.at, () -> {
            if (!suspect.failedNow) {
                suspects.remove(suspected);
            }
        });
    }

    private void read(Shelf of) {
        loads.range(
                Loads.Range.ascending(
                        of, from, SegmentKeys.END, settings.limits().loadEntries()),
                entries -> onRecords(of, entries),
                problem -> {
                    if (failures.areCertain(problem)) {
                        damaged("a record of " + of + " cannot be read: " + problem);
                    }
                    endStep(PAGE_BYTES);
                });
    }

    private void onRecords(Shelf of, List<StoredEntry> entries) {
        failures = new Failures();
        long bytes = 0;
        for (StoredEntry entry : entries) {
            bytes += entry.key().length + entry.value().length;
        }
        if (entries.size() == settings.limits().loadEntries()) {
            from = SegmentKeys.after(entries.get(entries.size() - 1).key());
        } else {
            from = SegmentKeys.FIRST;
            shelf = of.ordinal() + 1;
        }
        endStep(bytes);
    }

    private void checkNext() {
        Iterator<PageId> rest = page == null
                ? Collections.emptyIterator()
                : log.acceptor().pages().pagesFrom(page).iterator();
        if (!rest.hasNext()) {
            endRound();
            return;
        }
        PageId built = rest.next();
        PageId next = rest.hasNext() ? rest.next() : null;
        check(built, log.held(), () -> page = next);
    }

    /** Reads a page's chain and builds it; if that fails, {@link #failed} hears of it before. */
    private void check(PageId checked, ReadPoint at, Runnable done) {
        ReadPoint floor = log.floor();
        Size size = new Size();
        chains.read(checked, at, size, problem -> {
            if (problem != null) {
                // Where the floor has risen meanwhile, what was looked for may have been dropped, which is no damage.
                if (log.floor().equals(floor)) {
                    failed(checked, at, problem);
                }
                endCheck(size, done);
                return;
            }
            builder.buildToCompare(checked, at, unused -> endCheck(size, done));
        });
    }

    private void endCheck(Size size, Runnable done) {
        done.run();
        endStep(PAGE_BYTES + size.bytes);
    }

    /** How much was read of a page. */
    private static final class Size implements ChainReader.Visitor {
        private long bytes;

        @Override
        public void image(VersionId version, byte[] image) {
            bytes += image.length;
        }

        @Override
        public void delta(VersionId version, SegmentRecords.StoredDelta delta) {
            bytes += delta.delta().length;
        }
    }

    private void endRound() {
        rounds++;
        shelf = 0;
        page = PageId.CATALOG_ROOT;
        endStepIn(settings.scrub().intervalNanos());
    }
}
