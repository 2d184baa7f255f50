package dev.sextant.conflict.check;

import dev.sextant.api.spi.Check;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's buffered change of one row, with what the snapshot shows of the row; null as long as nobody has looked. An
 * operation that merely merges needs no look: it takes the row as it finds it.
 */
public record PendingWrite(RowOperation operation, @Nullable Observed observed) {
    public PendingWrite {
        Check.argument(observed == null || !(operation instanceof RowOperation.Merge), "a merge observes nothing");
    }

    /** Whether it only merges, and so conflicts with nothing. */
    boolean isMerge() {
        return operation instanceof RowOperation.Merge;
    }
}
