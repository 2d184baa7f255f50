package dev.sextant.conflict.check;

import dev.sextant.api.PageId;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the volume at one instant: at a transaction's snapshot, or the newest that its writer knows, with the changes
 * of the members that come before it in its group.
 *
 * <p>Every method, and {@link RowState#value} of what it returns, may throw an unchecked exception of the implementor's own
 * when a page is not at hand. Nothing here catches it, and nothing has been changed when it passes: after the page has
 * arrived the caller starts again from the beginning.
 */
public interface Rows {
    /** The row, or its tombstone; null if it never was or its tombstone has been purged. */
    @Nullable
    RowState row(PageId table, byte[] key);

    /** Hands each row of the range, tombstones too, to the visitor in the order of the direction, until it has enough. */
    void scan(PageId table, KeyRange range, ScanDirection direction, RowVisitor visitor);
}
