package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.storage.page.DeltaCorruptException;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageCorruptException;
import dev.sextant.storage.page.Redo;
import dev.sextant.storage.page.Rewind;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes all deltas in the order of pages and versions, walks the chain of each page, applies it from the first version on, and
 * compares every image with what the chain makes.
 */
final class PageAudit implements ChainAudit {
    private final ShelfReader reader;
    private final AuditObserver observer;
    private final StoredState state;
    private final DeltaCheck deltas;
    private final ReadPoint held;
    private final TreeSet<PageId> unseen;
    /** What the backtracks on the disk go back to. */
    private final Set<ReadPoint> targets;

    private @Nullable OnePage current;
    private long pages;
    private long versions;

    PageAudit(ShelfReader reader, AuditObserver observer, StoredState state, DeltaCheck deltas, ReadPoint held) {
        this.reader = reader;
        this.observer = observer;
        this.state = state;
        this.deltas = deltas;
        this.held = held;
        unseen = new TreeSet<>(state.newest().keySet());
        targets = targets(reader);
    }

    private static Set<ReadPoint> targets(ShelfReader reader) {
        Set<ReadPoint> targets = new LinkedHashSet<>();
        reader.walk(
                Shelf.REDO,
                SegmentKeys.pageBegin(PageId.LINE),
                SegmentKeys.pageEnd(PageId.LINE),
                new ShelfReader.Visitor() {
                    @Override
                    public void entry(byte[] key, byte[] value) {
                        try {
                            ReadPoint target =
                                    Rewind.target(SegmentRecords.delta(value).delta());
                            if (target != null) {
                                targets.add(target);
                            }
                        } catch (RecordCorruptException | DeltaCorruptException toldByTheWalk) {
                            // It is told when all deltas are read.
                            return;
                        }
                    }

                    @Override
                    public void damaged(byte @Nullable [] key, String problem) {
                        // It is told when all deltas are read.
                    }
                });
        return targets;
    }

    @Override
    public long pages() {
        return pages;
    }

    @Override
    public long versions() {
        return versions;
    }

    @Override
    public void onDelta(StoredEntry entry) {
        PageId page = SegmentKeys.pageOf(entry.key());
        OnePage at = current;
        if (at == null || !at.page.equals(page)) {
            endPage();
            at = new OnePage(page);
            current = at;
        }
        SegmentRecords.StoredDelta delta = deltas.take(entry);
        if (!at.walk(entry)) {
            Redo.requireReadable(delta.delta());
        }
    }

    @Override
    public void finish() {
        endPage();
        for (PageId page : List.copyOf(unseen)) {
            VersionId known = SegmentAudit.newest(state, page);
            if (!known.isNone() && held.sees(known)) {
                new OnePage(page).end();
            }
        }
    }

    private void endPage() {
        if (current != null) {
            current.end();
        }
    }

    /** A page and its chain. */
    private final class OnePage {
        private final PageId page;
        private final PageChain chain;
        /** The image that its chain begins with; none if it begins with its first version. */
        private VersionId start = VersionId.NONE;

        private final Map<VersionId, byte[]> images = new TreeMap<>();
        private Page content = Page.EMPTY;
        private final Map<ReadPoint, Page> asOf = new LinkedHashMap<>();
        private boolean broken;

        OnePage(PageId page) {
            this.page = page;
            pages++;
            unseen.remove(page);
            reader.walk(Shelf.PAGES, SegmentKeys.pageBegin(page), SegmentKeys.pageEnd(page), new Images(images));
            for (VersionId version : images.keySet()) {
                if (state.floor().sees(version) && version.compareTo(start) > 0) {
                    start = version;
                }
            }
            chain = new PageChain(page, held, state.fates(), start);
            begin(images.get(start));
        }

        private void begin(byte @Nullable [] image) {
            images.keySet().removeIf(version -> version.compareTo(start) <= 0);
            if (image != null) {
                try {
                    content = Page.fromImage(page, image);
                    noteForRewinds(start);
                } catch (PageCorruptException toldWhenAllImagesAreRead) {
                    broken = true;
                }
            }
        }

        /** Whether the delta was applied, or told to be damaged. */
        boolean walk(StoredEntry entry) {
            if (broken || SegmentKeys.versionOf(entry.key()).compareTo(start) <= 0) {
                return false;
            }
            VersionId before = chain.newest();
            try {
                chain.walk(entry, this::apply);
                return !chain.newest().equals(before);
            } catch (ChainBrokenException | DeltaCorruptException e) {
                broken = true;
                observer.found(Shelf.REDO, page, entry.key(), String.valueOf(e.getMessage()));
                return true;
            } catch (RecordCorruptException e) {
                broken = true;
                throw e;
            }
        }

        private void apply(VersionId version, SegmentRecords.StoredDelta delta) {
            ReadPoint target = Rewind.target(delta.delta());
            if (target == null) {
                content = Redo.apply(content, delta.delta(), version);
            } else {
                content = asOf.getOrDefault(target, Page.EMPTY);
            }
            noteForRewinds(version);
            versions++;
            byte[] image = images.remove(version);
            if (image != null && !Arrays.equals(image, content.toImage())) {
                differs(version, "is not what its chain makes");
            }
        }

        /** Backtracks go back to what the page was as of their targets. */
        private void noteForRewinds(VersionId version) {
            for (ReadPoint target : targets) {
                if (target.sees(version)) {
                    asOf.put(target, content);
                }
            }
        }

        void end() {
            if (broken) {
                return;
            }
            try {
                chain.requireNewest(SegmentAudit.newest(state, page));
            } catch (ChainBrokenException e) {
                observer.found(Shelf.REDO, page, null, String.valueOf(e.getMessage()));
                return;
            }
            for (VersionId version : images.keySet()) {
                if (held.sees(version)) {
                    differs(version, "is of a version that its chain does not have");
                }
            }
        }

        private void differs(VersionId version, String how) {
            byte[] key = SegmentKeys.version(page, version);
            observer.found(Shelf.PAGES, page, key, "the image of " + page + " at " + version + " " + how);
        }
    }

    /** Gathers the images of one page. */
    private record Images(Map<VersionId, byte[]> to) implements ShelfReader.Visitor {
        @Override
        public void entry(byte[] key, byte[] value) {
            to.put(SegmentKeys.versionOf(key), value);
        }

        @Override
        public void damaged(byte @Nullable [] key, String problem) {
            // It is told when all images are read.
        }
    }
}
