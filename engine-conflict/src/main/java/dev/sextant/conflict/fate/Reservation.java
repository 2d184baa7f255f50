package dev.sextant.conflict.fate;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import java.util.List;

/**
 * Left by the renouncement of a transaction that lost often: younger proposals of other writers on these pages wait behind its
 * age until its retry arrives or the life time is over, so that the writer that just committed a hot page does not always
 * come first.
 */
public record Reservation(Lsn age, List<PageId> pages, long lifeNanos) {
    public Reservation {
        pages = List.copyOf(pages);
    }
}
