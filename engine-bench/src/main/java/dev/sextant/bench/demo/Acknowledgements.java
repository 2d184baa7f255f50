package dev.sextant.bench.demo;

import dev.sextant.api.CommitToken;
import dev.sextant.bench.demo.AttemptStates.State;
import java.util.BitSet;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All that the demonstration was told in all runs of a folder: the sum of its notes. For one thread at a time. */
final class Acknowledgements {
    private final AttemptStates transfers = new AttemptStates();
    private final BitSet loaded = new BitSet(Character.MAX_CODE_POINT + 1);
    private final SortedMap<Long, CommitToken> tokens = new TreeMap<>();
    private @Nullable String java;
    private boolean accountsOpened;
    private int runs;
    private long batches;

    /** Takes one more note in. */
    void add(Note note) {
        if (note instanceof Note.Begun begun) {
            transfers.set(begun.attempt(), State.BEGUN);
        } else if (note instanceof Note.Committed committed) {
            end(committed.attempt(), State.COMMITTED);
        } else if (note instanceof Note.Refused refused) {
            end(refused.attempt(), State.REFUSED);
        } else if (note instanceof Note.Indeterminate indeterminate) {
            transfers.set(indeterminate.attempt(), State.INDETERMINATE);
            tokens.put(indeterminate.attempt().toLong(), indeterminate.token());
        } else if (note instanceof Note.Loaded batch) {
            batch.codePoints().forEach(loaded::set);
            batches++;
        } else if (note instanceof Note.RunBegun run) {
            begin(run);
        } else if (note instanceof Note.AccountsOpened) {
            accountsOpened = true;
        } else {
            throw new AssertionError("unhandled " + note);
        }
    }

    private void end(AttemptId attempt, State state) {
        transfers.set(attempt, state);
        tokens.remove(attempt.toLong());
    }

    private void begin(Note.RunBegun run) {
        if (java != null && !java.equals(run.java())) {
            throw new IllegalStateException("runs under Java " + java + " and " + run.java() + " in one folder");
        }
        java = run.java();
        runs++;
    }

    /** What is known of every attempt at a transfer. */
    AttemptStates transfers() {
        return transfers;
    }

    /** The code points whose names are acknowledged; not to be changed. */
    BitSet loaded() {
        return loaded;
    }

    /** The tokens of the attempts that are still indeterminate, by {@link AttemptId#toLong()}. */
    SortedMap<Long, CommitToken> tokens() {
        return Collections.unmodifiableSortedMap(tokens);
    }

    /** The Java release whose names were loaded; null before the first run. */
    @Nullable
    String java() {
        return java;
    }

    /** Whether accounts and counters are acknowledged. */
    boolean accountsOpened() {
        return accountsOpened;
    }

    /** How many runs have begun. */
    int runs() {
        return runs;
    }

    /** How many commits were acknowledged. */
    long commits() {
        return batches + transfers.committed() + (accountsOpened ? 1 : 0);
    }
}
