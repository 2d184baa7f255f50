package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads all that is kept of a page up to a read point, not only what the page is built from today: the newest image that the floor
 * sees, and every delta after it, each of which must have been made on the one before.
 *
 * <p>What is told of a page while the floor rises may be wrong, since what lies below is dropped meanwhile.
 */
final class ChainReader {
    private final Loads loads;
    private final SegmentLog log;
    private final int loadEntries;

    ChainReader(Loads loads, SegmentLog log, int loadEntries) {
        this.loads = loads;
        this.log = log;
        this.loadEntries = loadEntries;
    }

    /** What happens with what is read. */
    interface Visitor {
        /** The chain begins with this image. */
        void image(VersionId version, byte[] image);

        /** The next delta of the chain. */
        void delta(VersionId version, SegmentRecords.StoredDelta delta);
    }

    /** Reads a page; ends with what is wrong with it, or null. */
    void read(PageId page, ReadPoint at, Visitor visitor, Consumer<@Nullable String> done) {
        new Reading(page, at, visitor, done).findImage(SegmentKeys.pageEnd(page));
    }

    /** One page under way. */
    private final class Reading {
        private final PageId page;
        private final ReadPoint at;
        private final Visitor visitor;
        private final Consumer<@Nullable String> done;

        Reading(PageId page, ReadPoint at, Visitor visitor, Consumer<@Nullable String> done) {
            this.page = page;
            this.at = at;
            this.visitor = visitor;
            this.done = done;
        }

        void findImage(byte[] below) {
            loads.range(new Loads.Range(Shelf.PAGES, SegmentKeys.pageBegin(page), below, true, 1), this::onImage, done);
        }

        private void onImage(List<StoredEntry> images) {
            if (images.isEmpty()) {
                walk(chainFrom(VersionId.NONE), SegmentKeys.pageBegin(page));
                return;
            }
            StoredEntry image = images.get(0);
            VersionId version = SegmentKeys.versionOf(image.key());
            if (log.floor().sees(version)) {
                visitor.image(version, image.value());
                walk(chainFrom(version), SegmentKeys.after(image.key()));
            } else {
                findImage(image.key());
            }
        }

        private PageChain chainFrom(VersionId start) {
            return new PageChain(page, at, log.acceptor().fates(), start);
        }

        private void walk(PageChain chain, byte[] from) {
            loads.range(
                    Loads.Range.ascending(Shelf.REDO, from, SegmentKeys.pageEnd(page), loadEntries),
                    entries -> onDeltas(chain, entries),
                    done);
        }

        private void onDeltas(PageChain chain, List<StoredEntry> entries) {
            try {
                for (StoredEntry entry : entries) {
                    chain.walk(entry, visitor::delta);
                }
                if (!chain.ended() && entries.size() == loadEntries) {
                    walk(
                            chain,
                            SegmentKeys.after(entries.get(entries.size() - 1).key()));
                    return;
                }
                chain.requireNewest(log.acceptor().pages().newest(page));
            } catch (ChainBrokenException | RecordCorruptException e) {
                done.accept(String.valueOf(e.getMessage()));
                return;
            }
            done.accept(null);
        }
    }
}
