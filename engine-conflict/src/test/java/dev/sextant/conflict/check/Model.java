package dev.sextant.conflict.check;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The dumb model: every committed state is a whole map of the rows there are, and every commit a set of the rows it wrote.
 * It knows no LSN, no tombstone, no observation. A transaction is a list of calls; its reads are valid iff making the same
 * calls once more on the newest state gives the same versions of the same rows.
 */
final class Model {
    /** A row's value and the commit that wrote it. */
    record Version(String writer, byte[] value) {}

    /** A state, and the rows written by the commit that led to it. */
    record State(TreeMap<RowKey, Version> rows, Set<RowKey> written) {}

    /** What the calls of a transaction gave on some state. */
    static final class Outcome {
        /** The values, as the caller sees them. */
        final List<String> answers = new ArrayList<>();
        /** The versions that the answers rest on. */
        final List<String> basis = new ArrayList<>();
        /** The rows put, inserted or deleted. */
        final Set<RowKey> pinned = new LinkedHashSet<>();
        /** The calls that change something. */
        final List<Script.Op> effects = new ArrayList<>();

        final TreeMap<RowKey, Version> rows;

        Outcome(State state) {
            rows = new TreeMap<>(state.rows);
        }
    }

    /** What a commit has to decide. */
    record Verdict(Set<RowKey> overwritten, boolean readsDiffer, State next) {
        boolean passes() {
            return overwritten.isEmpty() && !readsDiffer;
        }
    }

    private static final String OWN = "own";

    private final List<State> states = new ArrayList<>(List.of(new State(new TreeMap<>(), Set.of())));

    int newest() {
        return states.size() - 1;
    }

    State state(int index) {
        return states.get(index);
    }

    void append(State state) {
        states.add(state);
    }

    static Outcome run(List<Script.Op> ops, State state) {
        Outcome outcome = new Outcome(state);
        for (Script.Op op : ops) {
            run(op, outcome);
        }
        return outcome;
    }

    private static void run(Script.Op op, Outcome outcome) {
        RowKey row = op.row();
        Version before = outcome.rows.get(row);
        switch (op.kind()) {
            case GET -> answer(outcome, before == null ? "none" : show(row, before), describe(before));
            case SCAN -> scan(op, outcome);
            case INSERT -> {
                // That a row exists which the transaction merged into is its own doing.
                boolean merged = before != null && before.writer.endsWith(OWN);
                answer(outcome, before == null ? "inserted" : "exists", merged ? OWN : describe(before));
                if (before == null) {
                    change(op, outcome);
                }
            }
            case PUT, DELETE, MERGE -> change(op, outcome);
        }
    }

    private static void change(Script.Op op, Outcome outcome) {
        outcome.effects.add(op);
        if (op.kind() != Script.Kind.MERGE) {
            outcome.pinned.add(op.row());
        }
        apply(op, outcome.rows, OWN);
    }

    private static void apply(Script.Op op, Map<RowKey, Version> rows, String writer) {
        RowKey row = op.row();
        Version before = rows.get(row);
        switch (op.kind()) {
            case PUT, INSERT -> rows.put(row, new Version(writer, op.value()));
            case DELETE -> rows.remove(row);
            case MERGE -> {
                byte[] value = op.function().merge(before == null ? null : before.value, op.value());
                String below = describe(before);
                rows.put(row, new Version(below.endsWith(writer) ? below : below + "+" + writer, value));
            }
            default -> throw new AssertionError("reads change nothing");
        }
    }

    private static void scan(Script.Op op, Outcome outcome) {
        NavigableMap<RowKey, Version> part = new TreeMap<>();
        outcome.rows.forEach((row, version) -> {
            if (row.table().equals(op.row().table()) && op.range().contains(row.key())) {
                part.put(row, version);
            }
        });
        List<String> answers = new ArrayList<>();
        List<String> basis = new ArrayList<>();
        for (Map.Entry<RowKey, Version> each : (op.descending() ? part.descendingMap() : part).entrySet()) {
            if (answers.size() < op.limit()) {
                answers.add(show(each.getKey(), each.getValue()));
                basis.add(each.getKey() + " " + describe(each.getValue()));
            }
        }
        answer(outcome, answers.toString(), basis.toString());
    }

    private static void answer(Outcome outcome, String answer, String basis) {
        outcome.answers.add(answer);
        outcome.basis.add(basis);
    }

    static String show(RowKey row, Version version) {
        return show(row.key(), version.value);
    }

    static String show(byte[] key, byte[] value) {
        return RowKey.printable(key) + "=" + RowKey.printable(value);
    }

    private static String describe(Version version) {
        return version == null ? "none" : version.writer;
    }

    /** Decides about a transaction that ran on an older state; {@code name} tells its writes from all others. */
    Verdict judge(Script.Run run, int snapshot, String name) {
        Outcome outcome = run(run.ops(), states.get(snapshot));
        Set<RowKey> overwritten = new TreeSet<>();
        for (State later : states.subList(snapshot + 1, states.size())) {
            for (RowKey row : later.written) {
                if (outcome.pinned.contains(row)) {
                    overwritten.add(row);
                }
            }
        }
        State newest = states.get(newest());
        boolean readsDiffer =
                run.serializable() && !run(run.ops(), newest).basis.equals(outcome.basis);
        return new Verdict(overwritten, readsDiffer, after(newest, outcome.effects, name));
    }

    private static State after(State newest, List<Script.Op> effects, String name) {
        TreeMap<RowKey, Version> rows = new TreeMap<>(newest.rows);
        Set<RowKey> written = new TreeSet<>();
        for (Script.Op op : effects) {
            apply(op, rows, name);
            written.add(op.row());
        }
        for (RowKey row : List.copyOf(written)) {
            if (rows.containsKey(row)) {
                rows.put(row, new Version(name, rows.get(row).value));
            } else if (!newest.rows.containsKey(row)) {
                written.remove(row); // neither before nor after
            }
        }
        return new State(rows, written);
    }
}
