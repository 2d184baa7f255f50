package dev.sextant.storage.page;

import static dev.sextant.storage.page.DeltaReader.require;
import static dev.sextant.storage.page.PageLayout.ROW_HEADER_BYTES;

import dev.sextant.api.VersionId;

/**
 * Merges the row operations of a delta into a page. Two passes over the operations: the first finds their places and adds up
 * the size, so that nothing is allocated that the delta has no right to; the second copies.
 */
final class RowMerge {
    private final Page base;
    private final DeltaReader operation;
    private final byte[] delta;
    private final VersionId version;

    /** Rows from here on were truncated. */
    private int limit;

    private int count;
    private int rowBytes;

    RowMerge(Page base, DeltaReader operation, VersionId version) {
        this.base = base;
        this.operation = operation;
        this.delta = operation.delta();
        this.version = version;
        this.limit = base.count();
    }

    Page page() {
        require(base.kind().hasRows(), "row operations on a page without rows", base.kind());
        measure();
        long size = PageLayout.HEADER_BYTES + (long) PageLayout.SLOT_BYTES * count + rowBytes;
        require(size <= PageFormat.MAX_PAGE_SIZE_BYTES, "a page would get too many bytes", size);
        return merge();
    }

    private void measure() {
        operation.rewind();
        count = base.count();
        rowBytes = base.rowAt(base.count()) - base.rowAt(0);
        int from = 0;
        while (operation.next()) {
            int found = base.find(delta, operation.keyAt(), operation.keyEnd(), from, limit);
            int at = found >= 0 ? found : -found - 1;
            if (operation.operation() == DeltaLayout.TRUNCATE) {
                count = at;
                rowBytes = base.rowAt(at) - base.rowAt(0);
                limit = at;
                continue;
            }
            if (found >= 0) {
                count--;
                rowBytes -= base.rowBytes(found);
            }
            measureRow(found >= 0);
            from = found >= 0 ? at + 1 : at;
        }
    }

    private void measureRow(boolean replaces) {
        int code = operation.operation();
        require(
                (code == DeltaLayout.PUT_CHILD) == base.isInner() || code == DeltaLayout.REMOVE,
                "rows of another kind");
        if (code == DeltaLayout.REMOVE) {
            require(replaces, "it removes a row that is not there");
            return;
        }
        count++;
        rowBytes += ROW_HEADER_BYTES + operation.keyBytes() + restBytes();
        require(rowBytes <= PageFormat.MAX_PAGE_SIZE_BYTES + DeltaLayout.MAX_DELTA_BYTES, "its rows are too large");
    }

    private int restBytes() {
        return switch (operation.operation()) {
            case DeltaLayout.PUT -> operation.restBytes();
            case DeltaLayout.PUT_LARGE -> PageLayout.REF_BYTES;
            default -> 0;
        };
    }

    private Page merge() {
        PageAssembler merged = new PageAssembler(base.kind(), base.level(), count, rowBytes);
        operation.rewind();
        int from = 0;
        while (operation.next()) {
            if (operation.operation() == DeltaLayout.TRUNCATE) {
                continue;
            }
            int found = base.find(delta, operation.keyAt(), operation.keyEnd(), from, limit);
            int at = found >= 0 ? found : -found - 1;
            merged.copy(base, from, at);
            append(merged);
            from = found >= 0 ? at + 1 : at;
        }
        return merged.copy(base, from, limit).page();
    }

    private void append(PageAssembler merged) {
        long lsn = version.lsn().value();
        int restAt = operation.restAt();
        switch (operation.operation()) {
            case DeltaLayout.PUT -> start(merged, 0, lsn).append(delta, restAt, operation.restBytes());
            case DeltaLayout.PUT_LARGE ->
                start(merged, PageLayout.FLAG_LARGE, lsn)
                        .append(delta, restAt, PageLayout.REF_SEQ_AT)
                        .appendI64(version.seq());
            case DeltaLayout.TOMBSTONE -> start(merged, PageLayout.FLAG_TOMBSTONE, lsn);
            case DeltaLayout.PUT_CHILD -> start(merged, 0, Bytes.i64(delta, restAt));
            default -> {
                // REMOVE: the row was skipped
            }
        }
    }

    private PageAssembler start(PageAssembler merged, int flags, long word) {
        return merged.startRow(flags, word, delta, operation.keyAt(), operation.keyBytes());
    }
}
