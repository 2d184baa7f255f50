package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.tree.VersionedPage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The pages a writer has in memory: for each a short chain of immutable versions, newest first. A commit or a peer's redo
 * prepends one; readers walk the chain to the version their read point sees and never lock.
 *
 * <p>Thread safety: {@link #lookup} and {@link #current} by any thread; everything else by the writer's loop alone. A version
 * is prepended before the read point that shows it is published, so a reader never sees a part of a proposal (I15).
 *
 * <p>Invariants: a chain has no gaps from its newest version down to its last; the newest is the newest that the published
 * read point sees, or newer.
 */
public final class BufferPool {
    private static final int VERSION_OVERHEAD_BYTES = 96;

    private final ConcurrentHashMap<PageId, Version> chains = new ConcurrentHashMap<>();
    private final Residency residency;
    private volatile Published published = new Published(ReadPoint.ZERO, 0, VersionId.NONE);

    /**
     * A read point and its place in the order of those this writer has published.
     *
     * @param line the last backtrack that the point sees; none if it sees none
     */
    public record Published(ReadPoint point, long ordinal, VersionId line) {}

    private static final class Version {
        final VersionId id;
        final Page page;
        volatile @Nullable Version older;

        Version(VersionId id, Page page, @Nullable Version older) {
            this.id = id;
            this.page = page;
            this.older = older;
        }
    }

    public BufferPool(Residency residency) {
        this.residency = residency;
    }

    // ---- any thread ------------------------------------------------------------------------------------------------

    /** The read point that a transaction beginning now reads at. */
    public Published current() {
        return published;
    }

    /** The page as of a read point; null if that version is not in memory. */
    public @Nullable Page lookup(PageId page, ReadPoint at) {
        for (Version version = chains.get(page); version != null; version = version.older) {
            if (at.sees(version.id)) {
                residency.touched(page);
                return version.page;
            }
        }
        return null;
    }

    // ---- the writer's loop -----------------------------------------------------------------------------------------

    /** Shows everything prepended so far that the point sees. */
    void publish(ReadPoint point) {
        publish(point, published.line());
    }

    /** As {@link #publish(ReadPoint)}, and it sees this backtrack and none later. */
    void publish(ReadPoint point, VersionId line) {
        published = new Published(point, published.ordinal() + 1, line);
    }

    boolean contains(PageId page) {
        return chains.containsKey(page);
    }

    /** The newest version in memory; null if the page is not cached. */
    @Nullable
    VersionedPage newest(PageId page) {
        Version newest = chains.get(page);
        return newest == null ? null : new VersionedPage(newest.page, newest.id);
    }

    /** A page has arrived, complete for the current read point. */
    void install(PageId page, VersionId id, Page content) {
        Check.state(!chains.containsKey(page), "a page is installed once", page);
        chains.put(page, new Version(id, content, null));
        resized(page);
    }

    /** A proposal was applied: its version of a cached page, made on the newest one. */
    void prepend(PageId page, VersionId base, VersionId id, Page content) {
        Version newest = Check.present(chains.get(page), "redo is applied to cached pages");
        Check.state(newest.id.equals(base), "a version is made on the newest one", page);
        chains.put(page, new Version(id, content, newest));
        resized(page);
    }

    /** Drops what is older than the version that the oldest read point in use sees. */
    void trim(PageId page, ReadPoint oldestInUse) {
        for (Version version = chains.get(page); version != null; version = version.older) {
            if (oldestInUse.sees(version.id)) {
                if (version.older != null) {
                    version.older = null;
                    resized(page);
                }
                return;
            }
        }
    }

    void remove(PageId page) {
        if (chains.remove(page) != null) {
            residency.sized(page, 0);
        }
    }

    private void resized(PageId page) {
        residency.sized(page, sizeBytes(page));
    }

    /** Tells the residency of a page that it has forgotten and that is still here. */
    void keep(PageId page) {
        if (chains.containsKey(page)) {
            resized(page);
        }
    }

    private int sizeBytes(PageId page) {
        int bytes = 0;
        for (Version version = chains.get(page); version != null; version = version.older) {
            bytes += version.page.sizeBytes() + VERSION_OVERHEAD_BYTES;
        }
        return bytes;
    }
}
