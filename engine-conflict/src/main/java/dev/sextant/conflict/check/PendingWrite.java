package dev.sextant.conflict.check;

import dev.sextant.api.spi.Check;
import org.jspecify.annotations.Nullable;

/**
 * A transaction's buffered change of one row, with what it observed of the row at its snapshot. Only an operation that
 * merely merges has observed nothing: it takes the row as it finds it.
 */
public record PendingWrite(RowOperation operation, @Nullable Observed observed) {
    public PendingWrite {
        Check.argument(
                (observed == null) == operation instanceof RowOperation.Merge,
                "every write but a merge depends on what was observed");
    }
}
