package dev.sextant.conflict.check;

import static dev.sextant.conflict.check.MapRows.TABLE;
import static dev.sextant.conflict.check.MapRows.bytes;
import static dev.sextant.conflict.check.MapRows.range;
import static dev.sextant.conflict.check.MapRows.row;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What the read set keeps is the union of what it was told, each key once. */
class ReadSetTest {
    private static final int KEYS = 12;
    private static final List<PageId> TABLES = List.of(new PageId(-2), new PageId(-1));

    /** A range of one-letter keys of a table; {@code to == KEYS} is its end. */
    record Range(int table, int from, int to) {}

    @Provide
    Arbitrary<List<Range>> ranges() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, KEYS - 1),
                        Arbitraries.integers().between(0, KEYS))
                .as((table, from, to) -> new Range(table, Math.min(from, to), to))
                .list()
                .ofMaxSize(12);
    }

    /** Every second key has a row. */
    private static RangeRead read(Range range) {
        List<SeenRow> rows = new ArrayList<>();
        for (int key = range.from; key < range.to; key++) {
            if (key % 2 == 0) {
                rows.add(new SeenRow(key(key), new Lsn(key + 1)));
            }
        }
        byte[] to = range.to == KEYS ? null : key(range.to);
        return new RangeRead(TABLES.get(range.table), new KeyRange(key(range.from), to), rows);
    }

    private static byte[] key(int number) {
        return bytes(Character.toString('a' + number));
    }

    @Property
    void rangesAreTheUnionOfWhatWasReadAndNeverOverlap(@ForAll("ranges") List<Range> told) {
        ReadSet reads = new ReadSet();
        TreeSet<RowKey> expected = new TreeSet<>();
        for (Range range : told) {
            reads.addRange(read(range));
            for (int key = range.from; key < range.to; key++) {
                expected.add(new RowKey(TABLES.get(range.table), key(key)));
            }
        }
        TreeSet<RowKey> kept = new TreeSet<>();
        int rows = 0;
        long sizeBytes = 0;
        for (RangeRead range : reads.ranges()) {
            assertFalse(range.covered().isEmpty());
            List<String> seen = new ArrayList<>();
            for (int key = 0; key < KEYS; key++) {
                if (range.covered().contains(key(key))) {
                    assertTrue(kept.add(new RowKey(range.table(), key(key))), "a key is kept once");
                    if (key % 2 == 0) {
                        seen.add(new SeenRowText(key(key), new Lsn(key + 1)).toString());
                    }
                }
            }
            assertEquals(
                    seen,
                    range.rows().stream()
                            .map(each -> new SeenRowText(each.key(), each.lsn()).toString())
                            .toList());
            rows += range.rows().size();
            sizeBytes += range.sizeBytes();
        }
        assertEquals(expected, kept);
        assertEquals(rows, reads.rowCount());
        assertEquals(sizeBytes, reads.sizeBytes());
    }

    private record SeenRowText(byte[] key, Lsn lsn) {
        @Override
        public String toString() {
            return RowKey.printable(key) + "@" + lsn;
        }
    }

    @Test
    void aPointIsKeptOnceAndNotBesideItsRange() {
        ReadSet reads = new ReadSet();
        reads.addPoint(row("a"), new Observed(new Lsn(5), true));
        reads.addPoint(row("a"), new Observed(new Lsn(5), true));
        reads.addRange(new RangeRead(TABLE, range("b", "c"), List.of()));
        reads.addPoint(row("b"), Observed.NOTHING);
        reads.addPoint(row("c"), Observed.NOTHING);
        assertEquals(List.of(row("a"), row("c")), List.copyOf(reads.points().keySet()));
        assertEquals(2, reads.rowCount());
        assertEquals(2 * (1 + Long.BYTES) + 2, reads.sizeBytes());
        assertFalse(reads.isEmpty());
    }

    @Test
    void oneSnapshotCannotShowARowInTwoStates() {
        ReadSet reads = new ReadSet();
        reads.addPoint(row("a"), new Observed(new Lsn(5), true));
        assertThrows(IllegalStateException.class, () -> reads.addPoint(row("a"), new Observed(new Lsn(6), true)));
    }

    @Test
    void aRangeReadIsSortedAndInsideItsRange() {
        SeenRow a = new SeenRow(bytes("a"), new Lsn(1));
        SeenRow b = new SeenRow(bytes("b"), new Lsn(1));
        assertThrows(IllegalArgumentException.class, () -> new RangeRead(TABLE, KeyRange.ALL, List.of(b, a)));
        assertThrows(IllegalArgumentException.class, () -> new RangeRead(TABLE, KeyRange.ALL, List.of(a, a)));
        assertThrows(IllegalArgumentException.class, () -> new RangeRead(TABLE, range("a", "b"), List.of(a, b)));
    }
}
