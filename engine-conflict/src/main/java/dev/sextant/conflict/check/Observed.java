package dev.sextant.conflict.check;

import dev.sextant.api.Lsn;
import dev.sextant.api.spi.Check;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction saw of a row at its snapshot, as far as its check needs it: the LSN of the row's last change and
 * whether there was a row. {@link Lsn#ZERO} means that there was neither a row nor a tombstone.
 *
 * <p>Two questions are asked of it. <b>Was the row written since?</b> decides for what the transaction writes: first
 * committer wins, even if the others left no trace in the end. <b>Would it be read differently now?</b> decides for what a
 * serializable transaction read: a row that was not there and is not there now reads the same, whoever came and went.
 * A tombstone that has been purged is no change to either: purging needs every snapshot in use to see the tombstone, this
 * one included, so what it was put on record for has not been written since.
 */
public record Observed(Lsn lsn, boolean isLive) {
    /** No row and no tombstone. */
    public static final Observed NOTHING = new Observed(Lsn.ZERO, false);

    public Observed {
        Check.argument(!isLive || lsn.isAfter(Lsn.ZERO), "a row that exists was written at an LSN");
    }

    public static Observed of(@Nullable RowState row) {
        return row == null ? NOTHING : new Observed(row.lsn(), !row.isTombstone());
    }

    /** Whether somebody wrote the row between this observation and the later one. */
    boolean writtenBefore(Observed later) {
        boolean purged = !isLive && later.equals(NOTHING);
        return !purged && !lsn.equals(later.lsn);
    }

    /** Whether the later observation would have shown a reader something else than this one. */
    boolean readsUnlike(Observed later) {
        boolean bothGone = !isLive && !later.isLive;
        return !bothGone && !lsn.equals(later.lsn);
    }
}
