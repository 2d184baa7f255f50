package dev.sextant.conflict.check;

import dev.sextant.api.Lsn;
import dev.sextant.api.spi.Check;
import org.jspecify.annotations.Nullable;

/**
 * A row as one version of its page holds it: the LSN of its last change, and its value unless that change was a delete. The
 * LSN of a row only rises, and two states of a row with one LSN are the same state.
 *
 * <p>A value may lie on pages of its own, so it is asked for only where it is needed, and asking may throw as
 * {@link Rows} says.
 */
public interface RowState {
    /** The LSN of the last change; never {@link Lsn#ZERO}. */
    Lsn lsn();

    /** Whether the last change deleted the row. */
    boolean isTombstone();

    /** The value of a row that is no tombstone. The caller does not change it. */
    byte[] value();

    /** The value of a row that may be missing or deleted; null if it is. */
    static byte @Nullable [] valueOf(@Nullable RowState row) {
        return row == null || row.isTombstone() ? null : row.value();
    }

    static RowState live(Lsn lsn, byte[] value) {
        return new Plain(lsn, false, value);
    }

    static RowState tombstone(Lsn lsn) {
        return new Plain(lsn, true, new byte[0]);
    }

    /** A row whose value is at hand. */
    record Plain(Lsn lsn, boolean isTombstone, byte[] bytes) implements RowState {
        public Plain {
            Check.argument(lsn.isAfter(Lsn.ZERO), "a row that exists was written at an LSN");
        }

        @Override
        public byte[] value() {
            Check.state(!isTombstone, "a tombstone has no value");
            return bytes;
        }
    }
}
