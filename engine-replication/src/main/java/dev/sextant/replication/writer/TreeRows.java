package dev.sextant.replication.writer;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.conflict.check.KeyRange;
import dev.sextant.conflict.check.RowState;
import dev.sextant.conflict.check.RowVisitor;
import dev.sextant.conflict.check.Rows;
import dev.sextant.conflict.check.ScanDirection;
import dev.sextant.storage.page.Row;
import dev.sextant.storage.tree.Direction;
import dev.sextant.storage.tree.LeafVisitor;
import dev.sextant.storage.tree.PageSource;
import dev.sextant.storage.tree.Tree;
import org.jspecify.annotations.Nullable;

/** The rows of the B+trees in a source of pages, and which leaves cover what was asked for. */
final class TreeRows implements Rows {
    private final PageSource pages;
    private final LeafVisitor leaves;

    TreeRows(PageSource pages, LeafVisitor leaves) {
        this.pages = pages;
        this.leaves = leaves;
    }

    @Override
    public @Nullable RowState row(PageId table, byte[] key) {
        Row row = Tree.get(pages, table, key, leaves);
        return row == null ? null : new State(pages, row);
    }

    @Override
    public void scan(PageId table, KeyRange range, ScanDirection direction, RowVisitor visitor) {
        dev.sextant.storage.tree.KeyRange keys = dev.sextant.storage.tree.KeyRange.of(range.from(), range.to());
        Direction way = direction == ScanDirection.ASCENDING ? Direction.ASC : Direction.DESC;
        Tree.scan(pages, table, keys, way, row -> visitor.visit(row.key(), new State(pages, row)), leaves);
    }

    /** A row of a page; a large value is put together when it is asked for. */
    private record State(PageSource pages, Row row) implements RowState {
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
            return Tree.value(pages, row);
        }
    }
}
