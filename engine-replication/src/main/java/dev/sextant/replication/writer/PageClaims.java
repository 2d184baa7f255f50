package dev.sextant.replication.writer;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import dev.sextant.storage.tree.VersionedPage;
import java.util.Iterator;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which pages this writer may not propose on now: those of its own undecided proposals, and those it has just lost (hold).
 *
 * <p>Invariant I10: a page, written or read, is in at most one own proposal that is undecided and not renounced.
 */
final class PageClaims {
    private final BufferPool pool;
    private final TreeMap<PageId, ProposalId> busy = new TreeMap<>();
    private final TreeMap<PageId, Hold> holds = new TreeMap<>();

    /** Until a version at or after this one or the fate of the rival that took the page is known here, or the time is over. */
    private record Hold(VersionId awaited, @Nullable ProposalId rival, long untilNanos) {}

    PageClaims(BufferPool pool) {
        this.pool = pool;
    }

    void claim(Flight flight) {
        for (PageId page : flight.pages()) {
            Check.state(busy.put(page, flight.id()) == null, "a page is in one own proposal at a time", page);
        }
    }

    void release(Flight flight) {
        for (PageId page : flight.pages()) {
            busy.remove(page, flight.id());
        }
    }

    /** A page was lost to a version: stay off it until that is known or the time is over. */
    void hold(PageId page, VersionId awaited, long untilNanos) {
        holds.put(page, new Hold(awaited, null, untilNanos));
    }

    /**
     * A page was lost to a rival that is undecided: stay off it until a newer version of it, or what became of the rival, is known, for
     * that may have been about another page; or until the time is over.
     */
    void holdFor(ProposalId rival, PageId page, long untilNanos) {
        holds.put(page, new Hold(VersionId.NONE, rival, untilNanos));
    }

    /** What became of a proposal is known here, and if it committed, its versions are: whoever held back for it may go on. */
    void decided(ProposalId rival) {
        holds.values().removeIf(hold -> rival.equals(hold.rival()));
    }

    /** A new version of a page is known here: whoever held back for it may go on. */
    void arrived(PageId page, VersionId version) {
        Hold hold = holds.get(page);
        if (hold != null && version.compareTo(hold.awaited()) >= 0) {
            holds.remove(page);
        }
    }

    boolean isBusy(PageId page) {
        return busy.containsKey(page);
    }

    /** Whether no proposal may be made on this page now. */
    boolean blocks(PageId page, long nowNanos) {
        if (busy.containsKey(page)) {
            return true;
        }
        Hold hold = holds.get(page);
        if (hold == null) {
            return false;
        }
        if (nowNanos >= hold.untilNanos() || isKnown(page, hold.awaited())) {
            holds.remove(page);
            return false;
        }
        return true;
    }

    private boolean isKnown(PageId page, VersionId awaited) {
        VersionedPage newest = awaited.isNone() ? null : pool.newest(page);
        return newest != null && newest.version().compareTo(awaited) >= 0;
    }

    void onTime(long nowNanos) {
        for (Iterator<Hold> each = holds.values().iterator(); each.hasNext(); ) {
            if (nowNanos >= each.next().untilNanos()) {
                each.remove();
            }
        }
    }

    /** When the next hold is over. */
    long nextWakeNanos() {
        long next = Long.MAX_VALUE;
        for (Hold hold : holds.values()) {
            next = Math.min(next, hold.untilNanos());
        }
        return next;
    }
}
