package dev.sextant.storage.page;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A leaf row: a view of its page, so nothing is copied until asked for. It keeps its page in memory as long as it is held.
 * Two rows are equal if their content is.
 */
public final class Row {
    private final Page page;
    private final int index;

    Row(Page page, int index) {
        this.page = page;
        this.index = index;
    }

    /** A copy of the key. */
    public byte[] key() {
        return page.key(index);
    }

    /** The LSN of the version that last changed this row; {@link RowLsn#SELF} on a page still being edited. */
    public Lsn lsn() {
        return page.lsn(index);
    }

    /** Whether the row was deleted. It then has no value. */
    public boolean isTombstone() {
        return page.isTombstone(index);
    }

    /** Whether the value is on overflow pages. */
    public boolean isLarge() {
        return (page.flags(index) & PageLayout.FLAG_LARGE) != 0;
    }

    /** The length of the value, wherever it is; 0 for a tombstone. */
    public int valueBytes() {
        return isLarge() ? Bytes.i32(page.bytes(), page.restAt(index) + PageLayout.REF_LENGTH_AT) : restBytes();
    }

    /** A copy of the value of a live row that is not large. */
    public byte[] value() {
        Check.state(!isTombstone() && !isLarge(), "the row holds its value");
        int at = page.restAt(index);
        return Arrays.copyOfRange(page.bytes(), at, page.rowEnd(index));
    }

    /** Where the value of a large row is. */
    public OverflowRef overflow() {
        Check.state(isLarge(), "the row refers to overflow pages");
        byte[] bytes = page.bytes();
        int at = page.restAt(index);
        return new OverflowRef(
                new PageId(Bytes.i64(bytes, at)),
                Bytes.i32(bytes, at + PageLayout.REF_PAGES_AT),
                Bytes.i32(bytes, at + PageLayout.REF_LENGTH_AT),
                Bytes.i64(bytes, at + PageLayout.REF_SEQ_AT));
    }

    /** The version that wrote the overflow pages of a large row. Not before that version is known. */
    public VersionId overflowVersion() {
        Check.state(!RowLsn.isSelf(lsn()), "the version of the row is known");
        return new VersionId(lsn(), overflow().seq());
    }

    private int restBytes() {
        return page.rowEnd(index) - page.restAt(index);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Row row
                && Arrays.equals(
                        page.bytes(),
                        page.rowAt(index),
                        page.rowEnd(index),
                        row.page.bytes(),
                        row.page.rowAt(row.index),
                        row.page.rowEnd(row.index));
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(key()) * 31 + lsn().hashCode();
    }

    @Override
    public String toString() {
        String content = isTombstone() ? "deleted" : valueBytes() + " bytes" + (isLarge() ? " elsewhere" : "");
        return "row " + Arrays.toString(key()) + " at " + lsn() + ": " + content;
    }
}
