package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.storage.page.DeltaCorruptException;
import dev.sextant.storage.page.Redo;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes all deltas of a segment in the order of pages and versions, and holds the chain of each page to what is known of it. */
abstract class ChainAudit {
    final AuditObserver observer;
    final StoredState state;
    final ReadPoint held;

    private final DeltaCheck deltas;
    private final TreeSet<PageId> unseen;
    private @Nullable PageId page;
    private @Nullable OnePage current;
    private long pages;
    private long versions;

    ChainAudit(AuditObserver observer, StoredState state, DeltaCheck deltas, ReadPoint held) {
        this.observer = observer;
        this.state = state;
        this.deltas = deltas;
        this.held = held;
        unseen = new TreeSet<>(state.newest().keySet());
    }

    /** Walks the chain of one page, and throws what it finds wrong with it; after that it is not used any more. */
    interface OnePage {
        /** Takes the next delta; returns whether it was applied. */
        boolean walk(StoredEntry entry);

        /** After its last delta, unless its chain is broken; takes the newest version known of it. */
        void end(VersionId known);
    }

    /** Begins with a page. */
    abstract OnePage open(PageId page);

    /** Whether something must be there of a page that has no delta, and of which this is the newest version known. */
    abstract boolean isMissed(VersionId known);

    final void onDelta(StoredEntry entry) {
        PageId next = SegmentKeys.pageOf(entry.key());
        if (!next.equals(page)) {
            endPage();
            begin(next);
        }
        SegmentRecords.StoredDelta delta = deltas.take(entry);
        boolean read = false;
        if (current != null) {
            try {
                read = current.walk(entry);
            } catch (ChainBrokenException | DeltaCorruptException e) {
                current = null;
                read = true; // as far as it can be
                observer.found(Shelf.REDO, next, entry.key(), String.valueOf(e.getMessage()));
            } catch (RecordCorruptException e) {
                current = null;
                throw e;
            }
        }
        if (!read) {
            Redo.requireReadable(delta.delta());
        }
    }

    /** After the last delta. */
    final void finish() {
        endPage();
        for (PageId left : List.copyOf(unseen)) {
            if (isMissed(SegmentAudit.newest(state, left))) {
                begin(left);
                endPage();
            }
        }
    }

    private void begin(PageId next) {
        page = next;
        unseen.remove(next);
        pages++;
        current = open(next);
    }

    private void endPage() {
        PageId at = page;
        if (at != null && current != null) {
            try {
                current.end(SegmentAudit.newest(state, at));
            } catch (ChainBrokenException e) {
                observer.found(Shelf.REDO, at, null, String.valueOf(e.getMessage()));
            }
        }
    }

    /** A version was found in its chain. */
    final void count() {
        versions++;
    }

    /** Pages with versions. */
    final long pages() {
        return pages;
    }

    /** Versions in their chains. */
    final long versions() {
        return versions;
    }
}
