package dev.sextant.conflict.check;

import static dev.sextant.conflict.check.MapRows.TABLE;
import static dev.sextant.conflict.check.MapRows.bytes;
import static dev.sextant.conflict.check.MapRows.range;
import static dev.sextant.conflict.check.MapRows.row;
import static dev.sextant.conflict.check.MapRows.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a transaction's writes of one row become one, and what they weigh. */
class WriteSetTest {
    private static final MergeFunction APPEND = (current, operand) -> bytes(text(current) + text(operand));
    private static final Observed OBSERVED = new Observed(new Lsn(5), true);

    private final WriteSet writes = new WriteSet();

    @Test
    void mergesAreAppliedInTheirOrder() {
        writes.merge(row("a"), APPEND, bytes("x"));
        writes.merge(row("a"), (current, operand) -> operand, bytes("y"));
        writes.merge(row("a"), APPEND, bytes("z"));
        assertEquals("yz", text(writes.get(row("a")).operation().after(bytes("0"))));
        assertTrue(writes.get(row("a")).isMerge());
    }

    @Test
    void aChainOfManyMergesNeedsNoStack() {
        for (int i = 0; i < 200_000; i++) {
            writes.merge(row("a"), LongAdd.INSTANCE, LongAdd.encode(1));
        }
        byte[] sum = writes.get(row("a")).operation().after(null);
        assertEquals(200_000, LongAdd.decode(sum));
        assertEquals(1 + 200_000 * Long.BYTES, writes.sizeBytes());
    }

    @Test
    void mergingIntoAnOwnValueDoesNotLoosenTheRow() {
        writes.put(row("a"), bytes("1"));
        writes.observe(row("a"), OBSERVED);
        writes.merge(row("a"), APPEND, bytes("2"));
        assertEquals("12", text(writes.get(row("a")).operation().after(null)));
        assertEquals(OBSERVED, writes.observed(row("a")));
        writes.delete(row("a"));
        assertEquals(OBSERVED, writes.observed(row("a")));
        writes.merge(row("a"), (current, operand) -> operand, bytes("3"));
        assertEquals("3", text(writes.get(row("a")).operation().after(bytes("of others"))));
        assertEquals(OBSERVED, writes.observed(row("a")));
    }

    @Test
    void aRefusedMergeIntoAnOwnValueChangesNothing() {
        writes.put(row("a"), LongAdd.encode(Long.MAX_VALUE));
        long sizeBytes = writes.sizeBytes();
        assertThrows(ArithmeticException.class, () -> writes.merge(row("a"), LongAdd.INSTANCE, LongAdd.encode(1)));
        assertEquals(
                Long.MAX_VALUE, LongAdd.decode(writes.get(row("a")).operation().after(null)));
        assertEquals(sizeBytes, writes.sizeBytes());
    }

    @Test
    void bytesAreCountedAsTheyStand() {
        writes.put(row("key"), bytes("12345"));
        assertEquals(8, writes.sizeBytes());
        writes.put(row("key"), bytes("1"));
        assertEquals(4, writes.sizeBytes());
        writes.delete(row("key"));
        assertEquals(3, writes.sizeBytes());
        writes.merge(row("n"), APPEND, bytes("12"));
        writes.merge(row("n"), APPEND, bytes("3"));
        assertEquals(3 + 4, writes.sizeBytes());
        writes.put(row("n"), bytes("1"));
        assertEquals(3 + 2, writes.sizeBytes());
        assertEquals(2, writes.rowCount());
    }

    @Test
    void whatTheSnapshotShowsOfARowIsOneThing() {
        writes.put(row("a"), bytes("1"));
        assertNull(writes.observed(row("a")));
        writes.observe(row("a"), OBSERVED);
        writes.observe(row("a"), OBSERVED);
        assertThrows(IllegalStateException.class, () -> writes.observe(row("a"), Observed.NOTHING));
        assertThrows(IllegalStateException.class, () -> writes.observe(row("b"), OBSERVED));
        writes.merge(row("m"), APPEND, bytes("1"));
        assertThrows(IllegalArgumentException.class, () -> writes.observe(row("m"), OBSERVED));
    }

    @Test
    void rowsOfARangeAreThoseOfItsTable() {
        PageId last = new PageId(-1);
        writes.put(row("a"), bytes("1"));
        writes.put(row("b"), bytes("1"));
        writes.put(row("c"), bytes("1"));
        writes.put(new RowKey(new PageId(TABLE.value() + 1), bytes("")), bytes("1"));
        writes.put(new RowKey(last, bytes("z")), bytes("1"));
        assertEquals(
                List.of(row("b"), row("c")),
                List.copyOf(writes.rows(TABLE, range("b", null), ScanDirection.ASCENDING)
                        .keySet()));
        assertEquals(
                List.of(row("b"), row("a")),
                List.copyOf(writes.rows(TABLE, range("", "c"), ScanDirection.DESCENDING)
                        .keySet()));
        assertEquals(1, writes.rows(last, KeyRange.ALL, ScanDirection.ASCENDING).size());
        assertEquals(
                0, writes.rows(TABLE, range("b", "b"), ScanDirection.ASCENDING).size());
        assertEquals(
                0, writes.rows(TABLE, range("c", "a"), ScanDirection.ASCENDING).size());
        assertNotNull(writes.rows().firstEntry());
        assertThrows(UnsupportedOperationException.class, () -> writes.rows().clear());
    }
}
