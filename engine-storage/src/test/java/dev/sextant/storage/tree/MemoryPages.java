package dev.sextant.storage.tree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.api.WriterId;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.page.Redo;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Pages in memory, standing in for a writer's cache and a segment at once. Committing an editor applies its edits to the
 * bases, passes every page through its stored image, and holds the result against the editor's own working page.
 */
final class MemoryPages implements NewestPages, PageSource {
    static final WriterId WRITER = new WriterId(1);

    private final NavigableMap<PageId, VersionedPage> pages = new TreeMap<>();

    /** Pages that are not in memory now; asking for one brings it in. */
    final NavigableSet<PageId> missing = new TreeSet<>();

    private long commits;

    @Override
    public VersionedPage newest(PageId id) {
        if (missing.contains(id)) {
            throw new PageMissingException(id);
        }
        return pages.getOrDefault(id, VersionedPage.EMPTY);
    }

    @Override
    public Page page(PageId id) {
        return newest(id).page();
    }

    VersionId nextVersion() {
        commits++;
        return new VersionId(Lsn.of(commits, WRITER), 1_000 + commits);
    }

    VersionId commit(TreeEditor editor) {
        VersionId version = nextVersion();
        commit(editor, editor.written(), version);
        return version;
    }

    void commit(TreeEditor editor, Collection<PageId> which, VersionId version) {
        for (PageEdit edit : editor.edits(which)) {
            VersionedPage base = pages.getOrDefault(edit.page(), VersionedPage.EMPTY);
            assertEquals(base.version(), edit.base(), "the base of " + edit.page());
            Page applied = Redo.apply(base.page(), edit.delta(), version);
            assertEquals(editor.page(edit.page()).resolved(version), applied, "the working page of " + edit.page());
            Page stored = Page.fromImage(edit.page(), applied.toImage());
            assertEquals(applied, stored);
            pages.put(edit.page(), new VersionedPage(stored, version));
        }
    }

    void assertSound(PageId root, PageFormat format) {
        assertEquals(java.util.List.of(), TreeCheck.check(this, root, format));
        assertTrue(missing.isEmpty());
    }

    NavigableMap<PageId, VersionedPage> all() {
        return pages;
    }

    long countOf(dev.sextant.storage.page.PageKind kind) {
        return pages.values().stream().filter(p -> p.page().kind() == kind).count();
    }
}
