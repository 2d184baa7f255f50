package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.check.Rows;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.tree.LeafVisitor;
import dev.sextant.storage.tree.PageSource;
import dev.sextant.storage.tree.VersionedPage;
import org.jspecify.annotations.Nullable;

/** What a writer's loop does to its buffer pool, for stand-ins of a writer in the tests of its clients. */
public record PoolLoop(BufferPool pool) {
    public void publish(ReadPoint point) {
        pool.publish(point);
    }

    public @Nullable VersionedPage newest(PageId page) {
        return pool.newest(page);
    }

    public void install(PageId page, VersionedPage version) {
        pool.install(page, version.version(), version.page());
    }

    public void prepend(PageId page, VersionId base, VersionId id, Page content) {
        pool.prepend(page, base, id, content);
    }

    public void remove(PageId page) {
        pool.remove(page);
    }

    /** The rows of the trees in a source of pages. */
    public static Rows rows(PageSource pages) {
        return new TreeRows(pages, LeafVisitor.NONE);
    }
}
