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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Takes all deltas in the order of pages and versions, walks the chain of each page, applies it from the first version on, and
 * compares every image with what the chain makes.
 */
final class PageAudit extends ChainAudit {
    private final ShelfReader reader;
    /** What the backtracks on the disk go back to. */
    private final Set<ReadPoint> targets;

    PageAudit(ShelfReader reader, AuditObserver observer, StoredState state, DeltaCheck deltas, ReadPoint held) {
        super(observer, state, deltas, held);
        this.reader = reader;
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
    boolean isMissed(VersionId known) {
        return !known.isNone() && held.sees(known);
    }

    @Override
    OnePage open(PageId page) {
        return new AppliedPage(page);
    }

    /** A page and its chain. */
    private final class AppliedPage implements OnePage {
        private final PageId page;
        private final PageChain chain;
        /** The image that its chain begins with; none if it begins with its first version. */
        private VersionId start = VersionId.NONE;

        private final Map<VersionId, byte[]> images = new TreeMap<>();
        /** Null where it cannot be told. */
        private @Nullable Page content = Page.EMPTY;

        private final Map<ReadPoint, @Nullable Page> asOf = new LinkedHashMap<>();

        AppliedPage(PageId page) {
            this.page = page;
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
                content = fromImage(image);
                noteForRewinds(start);
            }
        }

        private @Nullable Page fromImage(byte[] image) {
            try {
                return Page.fromImage(page, image);
            } catch (PageCorruptException toldWhenAllImagesAreRead) {
                return null;
            }
        }

        @Override
        public boolean walk(StoredEntry entry) {
            if (SegmentKeys.versionOf(entry.key()).compareTo(start) <= 0) {
                return false;
            }
            VersionId before = chain.newest();
            chain.walk(entry, this::apply);
            return !chain.newest().equals(before);
        }

        private void apply(VersionId version, SegmentRecords.StoredDelta delta) {
            count();
            byte[] image = images.remove(version);
            ReadPoint target = Rewind.target(delta.delta());
            if (target == null) {
                if (content != null) {
                    content = Redo.apply(content, delta.delta(), version);
                } else {
                    Redo.requireReadable(delta.delta());
                }
            } else {
                content = goBackTo(target, image);
            }
            noteForRewinds(version);
            if (image != null && content != null && !Arrays.equals(image, content.toImage())) {
                differs(version, "is not what its chain makes");
            }
        }

        /**
         * What the page was as of a point. Where history here does not reach back, only other segments can tell: there is the image
         * that they told, or the page cannot be told yet.
         */
        private @Nullable Page goBackTo(ReadPoint target, byte @Nullable [] image) {
            if (target.covers(state.floor())) {
                return asOf.getOrDefault(target, Page.EMPTY);
            }
            return image == null ? null : fromImage(image);
        }

        /** Backtracks go back to what the page was as of their targets. */
        private void noteForRewinds(VersionId version) {
            for (ReadPoint target : targets) {
                if (target.sees(version)) {
                    asOf.put(target, content);
                }
            }
        }

        @Override
        public void end(VersionId known) {
            chain.requireNewest(known);
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
