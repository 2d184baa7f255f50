package dev.sextant.replication.sim.workload;

import dev.sextant.api.BacktrackReport;
import dev.sextant.api.ReadPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What must be true of what clients saw of a ledger on a volume that is taken back now and then. */
final class BacktrackCheck {
    private static final int STATES_OF_A_BACKTRACK = 3;

    private final Findings findings = new Findings();
    private final List<Written> acknowledged = new ArrayList<>();
    private final SortedMap<String, ReadPoint> snapshots = new TreeMap<>();
    private int begun;
    private int ended;
    private @Nullable Done latest;

    /** The ledger's lines and counts, and the remarks, at a read point. */
    record State(
            ReadPoint point,
            SortedMap<String, Long> lines,
            SortedMap<Long, Long> counts,
            SortedMap<Long, String> remarks) {
        boolean sameRows(State other) {
            return lines.equals(other.lines) && counts.equals(other.counts) && remarks.equals(other.remarks);
        }

        /** All lines and remarks. */
        SortedSet<String> all() {
            SortedSet<String> all = new TreeSet<>(lines.keySet());
            all.addAll(remarks.values());
            return all;
        }
    }

    /**
     * A line that somebody wants to write.
     *
     * @param backtracksEnded how many had ended before
     */
    record Written(String line, int backtracksEnded) {}

    /**
     * Somebody wants to go back.
     *
     * @param number from 1, in the order in which they began
     * @param alone whether none was going on
     */
    record Try(int number, boolean alone) {}

    /** A backtrack that was done, alone, with what was there before and what it went back to. */
    private record Done(int number, State target, State before, ReadPoint after) {
        SortedSet<String> undone() {
            SortedSet<String> undone = new TreeSet<>(before.lines().keySet());
            undone.removeAll(target.lines().keySet());
            return undone;
        }
    }

    /** A transaction with this snapshot wants to write a line or a remark. */
    void writes(String text, ReadPoint snapshot) {
        snapshots.put(text, snapshot);
    }

    Written begins(String line) {
        return new Written(line, ended);
    }

    void ended(Written written, Workload.Step step) {
        if (step == Workload.Step.COMMITTED) {
            acknowledged.add(written);
        }
    }

    State consistent(State seen) {
        long sum = seen.counts().values().stream().mapToLong(Long::longValue).sum();
        findings.require(
                sum == seen.lines().size(),
                "at %s the ledger has %d lines, and %d were counted",
                seen.point(),
                seen.lines().size(),
                sum);
        return seen;
    }

    boolean same(State before, State now) {
        findings.require(before.equals(now), "what was seen at %s is seen differently later", before.point());
        return true;
    }

    Try backtrackBegins() {
        boolean alone = begun == ended;
        begun++;
        return new Try(begun, alone);
    }

    void backtrackEnded(Try attempt) {
        ended++;
    }

    /** One was done; the states are those it went back to, undid, and left, as far as they could be read. */
    void backtracked(Try attempt, List<State> states, BacktrackReport report) {
        ended++;
        if (states.size() < STATES_OF_A_BACKTRACK) {
            return;
        }
        State target = states.get(0);
        State before = states.get(1);
        State after = states.get(2);
        findings.require(
                target.sameRows(after),
                "a backtrack to %s left %s with other rows: %s and %s",
                target.point(),
                after.point(),
                target,
                after);
        if (attempt.alone() && begun == attempt.number()) {
            latest = new Done(attempt.number(), target, before, report.after());
        }
    }

    /** The last backtrack, if it is certain that nobody has gone back, or tries to, since. */
    private @Nullable Done certain() {
        return latest != null && latest.number() == begun ? latest : null;
    }

    /** A state that is the volume's present one for some client. */
    void present(State seen) {
        Done done = certain();
        if (done != null && seen.point().covers(done.after())) {
            for (String line : done.undone()) {
                findings.require(
                        !seen.lines().containsKey(line), "line %s was undone, and is there at %s", line, seen.point());
            }
            SortedSet<String> written = seen.all();
            written.removeAll(done.target().all());
            for (String text : written) {
                findings.require(
                        snapshots.getOrDefault(text, done.after()).covers(done.after()),
                        "what a transaction wrote that began before the volume was taken back is there at %s: %s",
                        seen.point(),
                        text);
            }
        }
    }

    /** The state when everything has come to rest. */
    void last(State state) {
        consistent(state);
        Done done = certain();
        if (done == null) {
            return;
        }
        present(state);
        findings.require(
                state.lines().keySet().containsAll(done.target().lines().keySet()),
                "the volume was taken back to %s, and in the end it lacks lines of that",
                done.target().point());
        for (Written written : acknowledged) {
            boolean before = done.before().lines().containsKey(written.line());
            boolean now = state.lines().containsKey(written.line());
            boolean undoneEarlier = written.backtracksEnded() < done.number() - 1;
            findings.require(
                    before || now || undoneEarlier,
                    "line %s was acknowledged, and was neither there before the last backtrack nor is it in the end",
                    written.line());
        }
    }

    /** One more backtrack, when nothing fails any more. */
    void inTheEnd(State target, State after, @Nullable Throwable failure) {
        if (failure != null) {
            cannotGoBack(failure);
        }
        findings.require(
                failure != null || target.sameRows(after), "in the end a backtrack left %s of %s", after, target);
    }

    void cannotGoBack(@Nullable Throwable failure) {
        findings.require(false, "in the end, when all was healed, the volume could not be taken back: %s", failure);
    }

    List<String> anomalies() {
        return findings.sentences();
    }
}
