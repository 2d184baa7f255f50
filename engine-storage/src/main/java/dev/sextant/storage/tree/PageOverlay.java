package dev.sextant.storage.tree;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.page.DeltaBuilder;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageKind;
import dev.sextant.storage.page.Redo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The working pages of an editor over the newest pages.
 *
 * <p>Invariants: a page is asked of the source at most once, and its version with it, so base and delta always belong
 * together and a page that was seen cannot go missing; an edit's delta, applied to its base, gives the working page.
 */
final class PageOverlay implements PageSource {
    private final NewestPages newest;
    private final NavigableMap<PageId, Working> pages = new TreeMap<>();
    private final NavigableSet<PageId> touched = new TreeSet<>();

    PageOverlay(NewestPages newest) {
        this.newest = newest;
    }

    @Override
    public Page page(PageId id) {
        return working(id).page;
    }

    private Working working(PageId id) {
        Working known = pages.get(id);
        if (known != null) {
            return known;
        }
        VersionedPage found = newest.newest(id);
        Working read = new Working(found.page(), found.version(), found.page());
        pages.put(id, read);
        return read;
    }

    /** Gives a page that was read its new content. Counts as a write even if the content is the same. */
    void write(PageId id, Page page) {
        Working written = Check.present(pages.get(id), "a page is read before it is written");
        written.page = page;
        written.written = true;
        touched.add(id);
    }

    /** Makes a new page. */
    void create(PageId id, Page page) {
        Working created = new Working(Page.EMPTY, VersionId.NONE, page);
        created.written = true;
        Check.state(pages.put(id, created) == null, "a new page has an id nobody used before", id);
        touched.add(id);
    }

    /** Gives up a page made by the version, or in this overlay if the version is not known yet. Nothing is read. */
    void free(PageId id, VersionId version) {
        Working freed = pages.get(id);
        if (freed == null) {
            freed = new Working(null, version, Page.FREE);
            pages.put(id, freed);
        }
        Check.state(freed.base.equals(version), "overflow pages are written once, with their row", id);
        freed.page = Page.FREE;
        freed.written = true;
        touched.add(id);
    }

    void forgetTouched() {
        touched.clear();
    }

    NavigableSet<PageId> touched() {
        return Collections.unmodifiableNavigableSet(new TreeSet<>(touched));
    }

    /** All pages that were written and have an edit. */
    NavigableSet<PageId> written() {
        NavigableSet<PageId> written = new TreeSet<>();
        pages.forEach((id, page) -> {
            if (page.hasEdit()) {
                written.add(id);
            }
        });
        return written;
    }

    List<PageEdit> edits(Collection<PageId> of) {
        List<PageEdit> edits = new ArrayList<>(of.size());
        for (PageId id : new TreeSet<>(of)) {
            Working page = pages.get(id);
            if (page != null && page.hasEdit()) {
                edits.add(new PageEdit(id, page.base, page.delta()));
            }
        }
        return edits;
    }

    private static final class Working {
        /** The content of the base version; null if it was not read because it does not matter. */
        private final @Nullable Page basePage;

        private final VersionId base;
        private Page page;
        private boolean written;

        Working(@Nullable Page basePage, VersionId base, Page page) {
            this.basePage = basePage;
            this.base = base;
            this.page = page;
        }

        /** A page that came and went within the overlay leaves nothing behind. */
        boolean hasEdit() {
            return written && !(base.isNone() && isFree());
        }

        byte[] delta() {
            return isFree() ? DeltaBuilder.free() : Redo.diff(Check.present(basePage, "was read"), page);
        }

        private boolean isFree() {
            return page.kind() == PageKind.FREE;
        }
    }
}
