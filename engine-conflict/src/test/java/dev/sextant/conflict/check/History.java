package dev.sextant.conflict.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.api.ConflictKind;
import dev.sextant.api.Lsn;
import dev.sextant.conflict.check.CheckResult.Passed;
import dev.sextant.conflict.check.CheckResult.RowConflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Plays a script on the real classes and on the model side by side, and fails where they part. */
final class History {
    /** The check under test, or a broken one; {@code beforeGroup} are the rows before the members of the same group. */
    interface Checker {
        CheckResult check(CheckedTransaction transaction, Rows newest, Rows snapshot, Rows beforeGroup);
    }

    static final Checker REAL = (transaction, newest, snapshot, beforeGroup) -> RowCheck.check(transaction, newest);

    private final Checker checker;
    private final Model model = new Model();
    private final List<MapRows> rows = new ArrayList<>(List.of(new MapRows()));
    /** The states that can be snapshots: those between groups. */
    private final List<Integer> boundaries = new ArrayList<>(List.of(0));

    private final List<Script.Step> played = new ArrayList<>();
    private long lsn;
    int passed;
    int conflicts;

    private History(Checker checker) {
        this.checker = checker;
    }

    static History play(Script script, Checker checker) {
        History history = new History(checker);
        try {
            script.steps().forEach(history::step);
        } catch (AssertionError parted) {
            throw new AssertionError(parted.getMessage() + "\n  in the last step of " + history.played, parted);
        }
        return history;
    }

    private void step(Script.Step step) {
        played.add(step);
        if (step instanceof Script.Run run) {
            run(run);
        } else {
            purge();
        }
    }

    private void closeGroup() {
        if (boundaries.get(boundaries.size() - 1) != model.newest()) {
            boundaries.add(model.newest());
        }
        lsn++;
    }

    private int boundary(int lag) {
        return boundaries.get(Math.max(0, boundaries.size() - 1 - lag));
    }

    private void run(Script.Run run) {
        if (!run.joinsGroup() || lsn == 0) {
            closeGroup();
        }
        int snapshot = boundary(run.lag());
        PagedRows paged = new PagedRows(rows.get(snapshot));
        TransactionView view =
                run.serializable() ? TransactionView.ofSerializable(paged) : TransactionView.ofSnapshot(paged);
        List<String> answers = new ArrayList<>();
        for (Script.Op op : run.ops()) {
            call(view, op, paged, answers);
        }
        assertEquals(Model.run(run.ops(), model.state(snapshot)).answers, answers, "what the transaction sees");
        commit(run, paged.retry(view::finish), snapshot);
    }

    private static void call(TransactionView view, Script.Op op, PagedRows paged, List<String> answers) {
        RowKey row = op.row();
        switch (op.kind()) {
            case GET -> {
                byte[] value = paged.retry(() -> view.get(row.table(), row.key()));
                answers.add(value == null ? "none" : Model.show(row.key(), value));
            }
            case SCAN -> {
                List<String> found = new ArrayList<>();
                TransactionScan scan = view.scan(row.table(), op.range(), op.direction(), op.limit(), Long.MAX_VALUE);
                for (VisibleRow each : paged.retry(scan::run)) {
                    found.add(Model.show(each.key(), each.value()));
                }
                answers.add(found.toString());
            }
            case INSERT ->
                answers.add(paged.retry(() -> view.insert(row.table(), row.key(), op.value())) ? "inserted" : "exists");
            case PUT -> view.put(row.table(), row.key(), op.value());
            case DELETE -> view.delete(row.table(), row.key());
            case MERGE -> view.merge(row.table(), row.key(), op.function(), op.value());
        }
    }

    private void commit(Script.Run run, CheckedTransaction transaction, int snapshot) {
        PagedRows newest = new PagedRows(rows.get(model.newest()));
        Model.Verdict verdict = model.judge(run, snapshot, "T" + rows.size() + "." + passed + "." + conflicts);
        CheckResult result =
                newest.retry(() -> checker.check(transaction, newest, rows.get(snapshot), rows.get(boundary(0))));
        if (verdict.passes()) {
            passed++;
            Passed writes = assertInstanceOf(Passed.class, result);
            assertEquals(verdict.next().written(), rowsOf(writes), "the rows written");
            MapRows next = rows.get(model.newest()).copy().apply(writes, lsn);
            assertEquals(shown(verdict.next()), shown(next), "the rows after the commit");
            rows.add(next);
            model.append(verdict.next());
        } else {
            conflicts++;
            RowConflict conflict = assertInstanceOf(RowConflict.class, result);
            if (verdict.overwritten().isEmpty()) {
                assertTrue(conflict.kind() != ConflictKind.ROW_WRITTEN, "a read was overtaken, but " + conflict);
            } else {
                assertEquals(ConflictKind.ROW_WRITTEN, conflict.kind());
                assertTrue(verdict.overwritten().contains(conflict.row()), "nobody wrote the row of the " + conflict);
            }
        }
    }

    private static SortedSet<RowKey> rowsOf(Passed passed) {
        TreeSet<RowKey> keys = new TreeSet<>();
        for (RowWrite write : passed.writes()) {
            assertTrue(keys.isEmpty() || keys.last().compareTo(write.row()) < 0, "writes are sorted");
            keys.add(write.row());
        }
        return keys;
    }

    private static List<String> shown(Model.State state) {
        List<String> shown = new ArrayList<>();
        state.rows().forEach((row, version) -> shown.add(row.table() + Model.show(row, version)));
        return shown;
    }

    private static List<String> shown(MapRows rows) {
        List<String> shown = new ArrayList<>();
        rows.rows.forEach((row, state) -> {
            if (!state.isTombstone()) {
                shown.add(row.table() + Model.show(row.key(), state.value()));
            }
        });
        return shown;
    }

    private void purge() {
        closeGroup();
        TreeMap<RowKey, RowState> seenByAll = rows.get(boundary(Script.MAX_LAG)).rows;
        MapRows next = rows.get(model.newest()).copy();
        for (Map.Entry<RowKey, RowState> row : seenByAll.entrySet()) {
            Lsn seen = row.getValue().lsn();
            RowState newest = next.rows.get(row.getKey());
            if (newest != null && newest.isTombstone() && newest.lsn().equals(seen)) {
                next.rows.remove(row.getKey());
            }
        }
        rows.add(next);
        model.append(new Model.State(model.state(model.newest()).rows(), new TreeSet<>()));
    }
}
