package dev.sextant.conflict.check;

import dev.sextant.api.PageId;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * A history to play: transactions and purges one after the other. Each transaction runs to its end on a snapshot that may be
 * some commits old and is then checked against the newest rows.
 *
 * <p>The tables are the last two page ids, and the keys are neighbours of every kind: the empty one, a key and its successor.
 */
record Script(List<Step> steps) {
    static final int MAX_LAG = 3;
    static final List<PageId> TABLES = List.of(new PageId(-2), new PageId(-1));
    static final List<String> KEYS = List.of("", "a", "a\0", "b", "c");

    /** What happens next in the history. */
    sealed interface Step {}

    /** A transaction, {@code lag} commits behind; {@code joinsGroup} if it shares the LSN of the one before it. */
    record Run(int lag, boolean serializable, boolean joinsGroup, List<Op> ops) implements Step {}

    /** Tombstones that every snapshot in use sees are dropped. */
    record Purge() implements Step {}

    enum Kind {
        GET,
        PUT,
        INSERT,
        DELETE,
        MERGE,
        SCAN
    }

    /** One call of a transaction; each kind uses the components that concern it. */
    record Op(Kind kind, int table, int key, int toKey, int number, boolean descending) {
        RowKey row() {
            return new RowKey(TABLES.get(table), MapRows.bytes(KEYS.get(key)));
        }

        /** In the order of the keys; a {@code toKey} past the last is the end of the table. */
        KeyRange range() {
            int from = toKey < key ? toKey : key;
            int to = toKey < key ? key : toKey;
            return MapRows.range(KEYS.get(from), to == KEYS.size() ? null : KEYS.get(to));
        }

        ScanDirection direction() {
            return descending ? ScanDirection.DESCENDING : ScanDirection.ASCENDING;
        }

        int limit() {
            return number;
        }

        byte[] value() {
            return LongAdd.encode(number);
        }

        MergeFunction function() {
            return table == 0 ? LongAdd.INSTANCE : Script::append;
        }
    }

    /** A merge whose order shows. */
    private static byte[] append(byte[] current, byte[] operand) {
        byte[] before = current == null ? new byte[0] : current;
        byte[] joined = Arrays.copyOf(before, before.length + 1);
        joined[before.length] = operand[operand.length - 1];
        return joined;
    }

    static Arbitrary<Script> scripts() {
        Arbitrary<Op> ops = Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.of(0, 1, 1, 1),
                        Arbitraries.of(0, 1, 1, 1, 2, 3, 4), // calls should meet on a row
                        Arbitraries.integers().between(0, KEYS.size()),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(true, false))
                .as(Op::new);
        Arbitrary<Step> runs = Combinators.combine(
                        Arbitraries.integers().between(0, MAX_LAG),
                        Arbitraries.of(true, false),
                        Arbitraries.of(false, false, true),
                        ops.list().ofMinSize(1).ofMaxSize(5))
                .as(Run::new);
        Arbitrary<Step> purges = Arbitraries.create(Purge::new);
        return Arbitraries.oneOf(List.of(runs, runs, runs, runs, purges))
                .list()
                .ofMinSize(2)
                .ofMaxSize(12)
                .map(Script::new);
    }
}
