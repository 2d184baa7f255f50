package dev.sextant.conflict.check;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Rows of which each, and each value, is missing when it is asked for the first time, and there on the next try. */
final class PagedRows implements Rows {
    private static final class PageMissing extends RuntimeException {
        private static final long serialVersionUID = 1;

        PageMissing() {
            super("page missing", null, false, false);
        }
    }

    private static final int MAX_TRIES = 100;

    private final Rows rows;
    private final TreeSet<RowKey> fetchedRows = new TreeSet<>();
    private final TreeSet<RowKey> fetchedValues = new TreeSet<>();

    PagedRows(Rows rows) {
        this.rows = rows;
    }

    /** Calls until nothing is missing any more. */
    <T> T retry(Supplier<T> call) {
        PageMissing last = null;
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            try {
                return call.get();
            } catch (PageMissing missing) {
                last = missing;
            }
        }
        throw new AssertionError("still missing a page after " + MAX_TRIES + " tries", last);
    }

    @Override
    public RowState row(PageId table, byte[] key) {
        fetch(fetchedRows, table, key);
        RowState row = rows.row(table, key);
        return row == null ? null : new PagedRow(table, key, row);
    }

    @Override
    public void scan(PageId table, KeyRange range, ScanDirection direction, RowVisitor visitor) {
        rows.scan(table, range, direction, (key, row) -> {
            fetch(fetchedRows, table, key);
            return visitor.visit(key, new PagedRow(table, key, row));
        });
    }

    private static void fetch(Set<RowKey> fetched, PageId table, byte[] key) {
        if (fetched.add(new RowKey(table, key))) {
            throw new PageMissing();
        }
    }

    private final class PagedRow implements RowState {
        private final PageId table;
        private final byte[] key;
        private final RowState row;

        PagedRow(PageId table, byte[] key, RowState row) {
            this.table = table;
            this.key = key;
            this.row = row;
        }

        @Override
        public Lsn lsn() {
            return row.lsn();
        }

        @Override
        public boolean isTombstone() {
            return row.isTombstone();
        }

        @Override
        public byte[] value() {
            fetch(fetchedValues, table, key);
            return row.value();
        }
    }
}
