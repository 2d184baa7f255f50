package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which pages stay in the pool although the residency wants them out: those of own undecided proposals, and those that one
 * waiting transaction has had fetched so far. Without the latter a transaction that needs more pages than the pool has room
 * for would never have them together, since each that comes pushes out one that it waited for before.
 *
 * <p>Only one transaction gathers pages at a time, so a pool outgrows its size by what one transaction needs, no more; those
 * behind it have their turn when it has been proposed or answered.
 *
 * <p>A page that stays is out of the residency's sight, which has forgotten it, until it is free: if its size were said again
 * at once, two pinned pages would push each other out for ever.
 */
final class PagePins {
    private final BufferPool pool;
    private final PageClaims claims;
    private final TreeSet<PageId> gathered = new TreeSet<>();
    private final TreeSet<PageId> outstaying = new TreeSet<>();
    private @Nullable PendingCommit gathering;
    private int attemptsBefore;

    PagePins(BufferPool pool, PageClaims claims) {
        this.pool = pool;
        this.claims = claims;
    }

    /** A transaction needs these pages together. They are pinned if it is the one whose turn it is. */
    void gather(PendingCommit pending, Collection<PageId> pages) {
        if (gathering == null) {
            gathering = pending;
            attemptsBefore = pending.attempts();
        }
        if (gathering == pending) {
            gathered.addAll(pages);
        }
    }

    /** The residency has chosen this page to go. */
    void evict(PageId page) {
        if (isPinned(page)) {
            outstaying.add(page);
        } else {
            pool.remove(page);
        }
    }

    private boolean isPinned(PageId page) {
        return claims.isBusy(page) || gathered.contains(page);
    }

    /** Hands pages that need stay no longer back to the residency. */
    void releaseFree() {
        PendingCommit pending = gathering;
        if (pending != null && (pending.attempts() > attemptsBefore || pending.isOver())) {
            gathering = null;
            gathered.clear();
        }
        if (!outstaying.isEmpty()) {
            List<PageId> free = new ArrayList<>();
            outstaying.forEach(page -> {
                if (!isPinned(page)) {
                    free.add(page);
                }
            });
            outstaying.removeAll(free);
            free.forEach(pool::keep);
        }
    }
}
