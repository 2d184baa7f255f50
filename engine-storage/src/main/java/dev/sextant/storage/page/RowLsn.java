package dev.sextant.storage.page;

import dev.sextant.api.Lsn;

/**
 * The LSN of a row whose version has no LSN yet. Rows are edited before their group's version is known; until then they
 * carry {@link #SELF}, which is greater than every LSN a writer draws, and which applying the delta replaces by the LSN of
 * the version it makes. A stored image never holds it.
 */
public final class RowLsn {
    /** "The version I am part of." */
    public static final Lsn SELF = new Lsn(Long.MAX_VALUE);

    static final long SELF_VALUE = Long.MAX_VALUE;

    private RowLsn() {}

    public static boolean isSelf(Lsn lsn) {
        return lsn.value() == SELF_VALUE;
    }
}
