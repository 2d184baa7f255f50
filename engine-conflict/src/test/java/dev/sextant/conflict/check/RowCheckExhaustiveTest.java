package dev.sextant.conflict.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.conflict.check.Script.Kind;
import dev.sextant.conflict.check.Script.Op;
import dev.sextant.conflict.check.Script.Run;
import dev.sextant.conflict.check.Script.Step;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every small history there is: the check against the dumb model where sampling might miss a corner. */
class RowCheckExhaustiveTest {
    private static final int MAX_OWN_CALLS = 3;
    private static final int TABLE = 1;
    private static final int ROWS = 3;

    private int passed;
    private int conflicts;

    /** Up to three calls of a transaction on one row, whatever was there before and whatever others did meanwhile. */
    @Test
    void everythingThatCanHappenToOneRow() {
        List<List<Kind>> histories = List.of(
                List.of(),
                List.of(Kind.PUT),
                List.of(Kind.DELETE),
                List.of(Kind.MERGE),
                List.of(Kind.PUT, Kind.DELETE),
                List.of(Kind.DELETE, Kind.PUT));
        for (List<Kind> before : histories) {
            for (List<Kind> meanwhile : histories) {
                for (List<Op> own : callsOfLengthUpTo(MAX_OWN_CALLS)) {
                    play(before, meanwhile, own, false);
                    play(before, meanwhile, own, true);
                }
            }
        }
        assertEquals(6 * 6 * (6 + 36 + 216) * 2, passed + conflicts - othersIn(histories));
        assertTrue(passed > 0 && conflicts > 0);
    }

    private int othersIn(List<List<Kind>> histories) {
        int calls = histories.stream().mapToInt(List::size).sum();
        return 2 * histories.size() * calls * (6 + 36 + 216) * 2;
    }

    private void play(List<Kind> before, List<Kind> meanwhile, List<Op> own, boolean serializable) {
        List<Step> steps = new ArrayList<>();
        before.forEach(kind -> steps.add(other(kind, 1)));
        meanwhile.forEach(kind -> steps.add(other(kind, 1)));
        steps.add(new Run(meanwhile.size(), serializable, false, own));
        play(steps);
    }

    /** One scan of every range, direction and limit, over every set of rows, beside one own write and one of somebody else. */
    @Test
    void everyPhantomAmongThreeRows() {
        for (int rows = 0; rows < 1 << ROWS; rows++) {
            for (Op own : writesAnd(new Op(Kind.GET, 0, 0, 0, 1, false))) {
                for (Op other : writesAnd(null)) {
                    for (Op scan : scans()) {
                        play(phantom(rows, own, scan, other));
                    }
                }
            }
        }
        assertTrue(passed > 0 && conflicts > 0);
    }

    private static List<Step> phantom(int rows, Op own, Op scan, Op other) {
        List<Step> steps = new ArrayList<>();
        for (int key = 0; key < ROWS; key++) {
            if ((rows & 1 << key) != 0) {
                steps.add(new Run(0, false, false, List.of(new Op(Kind.PUT, TABLE, key, 0, 1, false))));
            }
        }
        if (other != null) {
            steps.add(new Run(0, false, false, List.of(other)));
        }
        steps.add(new Run(other == null ? 0 : 1, true, false, List.of(own, scan)));
        return steps;
    }

    /** A write of each kind to each row, and one call more. */
    private static List<Op> writesAnd(Op another) {
        List<Op> ops = new ArrayList<>();
        ops.add(another);
        for (Kind kind : List.of(Kind.PUT, Kind.DELETE, Kind.MERGE)) {
            for (int key = 0; key < ROWS; key++) {
                ops.add(new Op(kind, TABLE, key, 0, 2, false));
            }
        }
        return ops;
    }

    private static List<Op> scans() {
        List<Op> scans = new ArrayList<>();
        for (int from = 0; from < ROWS; from++) {
            for (int to = from + 1; to <= ROWS; to++) {
                for (int limit = 1; limit <= ROWS; limit++) {
                    scans.add(new Op(Kind.SCAN, TABLE, from, to, limit, false));
                    scans.add(new Op(Kind.SCAN, TABLE, from, to, limit, true));
                }
            }
        }
        return scans;
    }

    private static Step other(Kind kind, int number) {
        return new Run(0, false, false, List.of(new Op(kind, TABLE, 1, 2, number, false)));
    }

    private static List<List<Op>> callsOfLengthUpTo(int length) {
        List<List<Op>> all = new ArrayList<>();
        List<List<Op>> shorter = List.of(List.of());
        for (int i = 1; i <= length; i++) {
            List<List<Op>> longer = new ArrayList<>();
            for (List<Op> calls : shorter) {
                for (Kind kind : Kind.values()) {
                    List<Op> more = new ArrayList<>(calls);
                    more.add(new Op(kind, TABLE, 1, 2, i + 1, false));
                    longer.add(more);
                }
            }
            all.addAll(longer);
            shorter = longer;
        }
        return all;
    }

    private void play(List<Step> steps) {
        History history = History.play(new Script(steps), History.REAL);
        passed += history.passed;
        conflicts += history.conflicts;
    }
}
