package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.conflict.check.KeyRange;
import dev.sextant.conflict.check.RowState;
import dev.sextant.conflict.check.RowVisitor;
import dev.sextant.conflict.check.Rows;
import dev.sextant.conflict.check.ScanDirection;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.tree.LeafVisitor;
import dev.sextant.storage.tree.PageMissingException;
import dev.sextant.storage.tree.PageSource;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the volume at one read point, for one transaction. Every method may throw {@link PageMissingException}: the
 * caller has the page fetched ({@link WriterInput.FetchPage}), hands it in with {@link #supply}, and asks again.
 *
 * <p>Pages that the pool does not have at this read point are kept for the transaction's life, at most a named number of
 * them. Not safe for use by two threads at once.
 */
public final class Snapshot implements Rows, PageSource {
    /** The most pages a transaction keeps for itself; past that they are fetched again. */
    public static final int MAX_OWN_PAGES = 1024;

    private final BufferPool pool;
    private final ReadPoint at;
    private final TreeRows rows = new TreeRows(this, LeafVisitor.NONE);
    private final TreeMap<PageId, Page> own = new TreeMap<>();

    public Snapshot(BufferPool pool, ReadPoint at) {
        this.pool = pool;
        this.at = at;
    }

    public ReadPoint readPoint() {
        return at;
    }

    /** A page that was missing has been fetched. */
    public void supply(PageId page, Page content) {
        if (own.size() >= MAX_OWN_PAGES) {
            own.clear();
        }
        own.put(page, content);
    }

    @Override
    public Page page(PageId id) {
        Page page = pool.lookup(id, at);
        if (page == null) {
            page = own.get(id);
        }
        if (page == null) {
            throw new PageMissingException(id);
        }
        return page;
    }

    @Override
    public @Nullable RowState row(PageId table, byte[] key) {
        return rows.row(table, key);
    }

    @Override
    public void scan(PageId table, KeyRange range, ScanDirection direction, RowVisitor visitor) {
        rows.scan(table, range, direction, visitor);
    }
}
