package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.storage.page.DeltaCorruptException;
import dev.sextant.storage.page.Redo;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at what a tail keeps: the chain of each page from its floor on, each delta of which must be readable. */
final class TailAudit implements ChainAudit {
    private final AuditObserver observer;
    private final StoredState state;
    private final DeltaCheck deltas;
    private final ReadPoint held;
    private final TreeSet<PageId> unseen;
    private @Nullable OnePage current;
    private long pages;
    private long versions;

    TailAudit(AuditObserver observer, StoredState state, DeltaCheck deltas, ReadPoint held) {
        this.observer = observer;
        this.state = state;
        this.deltas = deltas;
        this.held = held;
        unseen = new TreeSet<>(state.newest().keySet());
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
        at.walk(entry);
        Redo.requireReadable(delta.delta());
    }

    @Override
    public void finish() {
        endPage();
        current = null;
        while (!unseen.isEmpty()) {
            new OnePage(unseen.first()).end();
        }
    }

    private void endPage() {
        if (current != null) {
            current.end();
        }
    }

    /** A page and what is kept of its chain. */
    private final class OnePage {
        private final PageId page;
        private final TailChain chain;
        private boolean broken;

        OnePage(PageId page) {
            this.page = page;
            pages++;
            unseen.remove(page);
            chain = new TailChain(page, held, state.floor(), state.fates());
        }

        void walk(StoredEntry entry) {
            if (broken) {
                return;
            }
            try {
                chain.walk(entry, (version, delta) -> versions++);
            } catch (ChainBrokenException | DeltaCorruptException e) {
                broken = true;
                observer.found(Shelf.REDO, page, entry.key(), String.valueOf(e.getMessage()));
            }
        }

        void end() {
            VersionId known = SegmentAudit.newest(state, page);
            if (broken) {
                return;
            }
            try {
                chain.newest(known);
            } catch (ChainBrokenException e) {
                observer.found(Shelf.REDO, page, null, String.valueOf(e.getMessage()));
            }
        }
    }
}
