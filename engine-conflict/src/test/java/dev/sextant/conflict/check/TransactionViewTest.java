package dev.sextant.conflict.check;

import static dev.sextant.conflict.check.MapRows.TABLE;
import static dev.sextant.conflict.check.MapRows.bytes;
import static dev.sextant.conflict.check.MapRows.range;
import static dev.sextant.conflict.check.MapRows.row;
import static dev.sextant.conflict.check.MapRows.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.PageId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a transaction sees, what of it counts as read, and how it gets along with pages that are not at hand. */
class TransactionViewTest {
    private static final MergeFunction REFUSE = (current, operand) -> {
        throw new ArithmeticException("never");
    };

    private final MapRows rows = new MapRows()
            .live("a", 10, "1")
            .live("b", 10, "22")
            .tombstone("c", 10)
            .live("d", 10, "4")
            .live("e", 10, "5");
    private final TransactionView view = TransactionView.ofSerializable(rows);

    @Test
    void ownWritesCoverTheSnapshot() {
        view.put(TABLE, bytes("a"), bytes("mine"));
        view.delete(TABLE, bytes("b"));
        assertTrue(view.insert(TABLE, bytes("c"), bytes("new")));
        assertFalse(view.insert(TABLE, bytes("c"), bytes("newer")));
        assertTrue(view.insert(TABLE, bytes("b"), bytes("again")));
        view.delete(TABLE, bytes("d"));
        assertEquals("mine", text(view.get(TABLE, bytes("a"))));
        assertNull(view.get(TABLE, bytes("d")));
        assertTrue(view.reads().isEmpty(), "nothing of this depends on the snapshot beyond what the writes observe");
        assertEquals("a=mine b=again c=new e=5", scan(KeyRange.ALL, ScanDirection.ASCENDING, 9, Long.MAX_VALUE));
        assertEquals("e=5 c=new b=again", scan(KeyRange.ALL, ScanDirection.DESCENDING, 3, Long.MAX_VALUE));
    }

    @Test
    void aScanEndsAfterTheRowThatExceedsItsBytes() {
        assertEquals("a=1 b=22", scan(KeyRange.ALL, ScanDirection.ASCENDING, 9, 4));
        assertEquals(range("", "b\0"), onlyRange().covered());
        assertEquals("a=1 b=22 d=4", scan(KeyRange.ALL, ScanDirection.ASCENDING, 9, 5));
    }

    @Test
    void aScanKeepsWhatItWalked() {
        view.put(TABLE, bytes("bb"), bytes("mine"));
        assertEquals("a=1 b=22 bb=mine", scan(KeyRange.ALL, ScanDirection.ASCENDING, 3, Long.MAX_VALUE));
        assertEquals(range("", "bb\0"), onlyRange().covered());
        assertEquals(2, onlyRange().rows().size());
    }

    @Test
    void aScanToTheEndKeepsTheWholeRange() {
        assertEquals("d=4 b=22", scan(range("aa", "dd"), ScanDirection.DESCENDING, 9, Long.MAX_VALUE));
        assertEquals(range("aa", "dd"), onlyRange().covered());
    }

    @Test
    void aScanGoesOnWhereAPageWasMissing() {
        List<String> visited = new ArrayList<>();
        PagedRows paged = new PagedRows(new Rows() {
            @Override
            public RowState row(PageId table, byte[] key) {
                return rows.row(table, key);
            }

            @Override
            public void scan(PageId table, KeyRange range, ScanDirection direction, RowVisitor visitor) {
                rows.scan(table, range, direction, (key, row) -> {
                    visited.add(text(key));
                    return visitor.visit(key, row);
                });
            }
        });
        TransactionScan scan = TransactionView.ofSerializable(paged)
                .scan(TABLE, KeyRange.ALL, ScanDirection.DESCENDING, 9, Long.MAX_VALUE);
        assertEquals(4, paged.retry(scan::run).size());
        assertEquals("eeedddccbbbaaa", String.join("", visited), "once, and again for its page and for its value");
    }

    @Test
    void whatARefusingMergeHasSeenWasRead() {
        view.merge(TABLE, bytes("a"), REFUSE, bytes("x"));
        assertThrows(ArithmeticException.class, () -> view.get(TABLE, bytes("a")));
        assertEquals(List.of(row("a")), List.copyOf(view.reads().points().keySet()));
        TransactionScan scan = view.scan(TABLE, range("a", "c"), ScanDirection.ASCENDING, 9, Long.MAX_VALUE);
        assertThrows(ArithmeticException.class, scan::run);
        assertThrows(ArithmeticException.class, scan::run);
        assertEquals(range("a", "c"), onlyRange().covered());
    }

    @Test
    void aSnapshotTransactionKeepsNoReads() {
        TransactionView snapshot = TransactionView.ofSnapshot(rows);
        snapshot.get(TABLE, bytes("a"));
        snapshot.scan(TABLE, KeyRange.ALL, ScanDirection.ASCENDING, 9, Long.MAX_VALUE)
                .run();
        assertFalse(snapshot.insert(TABLE, bytes("a"), bytes("x")));
        assertTrue(snapshot.finish().isEmpty());
    }

    @Test
    void putsAndDeletesAskTheSnapshotOnlyAtTheEnd() {
        List<String> asked = new ArrayList<>();
        TransactionView lazy = TransactionView.ofSnapshot(new Rows() {
            @Override
            public RowState row(PageId table, byte[] key) {
                asked.add(text(key));
                return rows.row(table, key);
            }

            @Override
            public void scan(PageId table, KeyRange range, ScanDirection direction, RowVisitor visitor) {
                throw new AssertionError("nothing is scanned");
            }
        });
        lazy.merge(TABLE, bytes("b"), LongAdd.INSTANCE, LongAdd.encode(1));
        lazy.put(TABLE, bytes("b"), bytes("x"));
        lazy.put(TABLE, bytes("a"), bytes("x"));
        lazy.put(TABLE, bytes("a"), bytes("y"));
        lazy.delete(TABLE, bytes("b"));
        lazy.merge(TABLE, bytes("m"), LongAdd.INSTANCE, LongAdd.encode(1));
        assertEquals(List.of(), asked);
        CheckedTransaction transaction = lazy.finish();
        assertEquals(List.of("b", "a"), asked);
        assertEquals(
                Observed.of(rows.row(TABLE, bytes("a"))), transaction.writes().observed(row("a")));
    }

    @Test
    void afterItsEndItRefusesEverything() {
        view.finish();
        assertThrows(IllegalStateException.class, () -> view.get(TABLE, bytes("a")));
        assertThrows(IllegalStateException.class, () -> view.put(TABLE, bytes("a"), bytes("x")));
        assertThrows(IllegalStateException.class, () -> view.insert(TABLE, bytes("a"), bytes("x")));
        assertThrows(IllegalStateException.class, () -> view.delete(TABLE, bytes("a")));
        assertThrows(IllegalStateException.class, () -> view.merge(TABLE, bytes("a"), REFUSE, bytes("x")));
        assertThrows(IllegalStateException.class, () -> scan(KeyRange.ALL, ScanDirection.ASCENDING, 1, 1));
        assertThrows(IllegalStateException.class, view::finish);
    }

    @Test
    void aScanHasRoomForARow() {
        assertThrows(IllegalArgumentException.class, () -> scan(KeyRange.ALL, ScanDirection.ASCENDING, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> scan(KeyRange.ALL, ScanDirection.ASCENDING, 1, 0));
    }

    private String scan(KeyRange range, ScanDirection direction, int maxRows, long maxBytes) {
        List<String> found = new ArrayList<>();
        for (VisibleRow row :
                view.scan(TABLE, range, direction, maxRows, maxBytes).run()) {
            found.add(text(row.key()) + "=" + text(row.value()));
        }
        return String.join(" ", found);
    }

    private RangeRead onlyRange() {
        assertEquals(1, view.reads().ranges().size());
        return view.reads().ranges().iterator().next();
    }
}
