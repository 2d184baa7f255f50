package dev.sextant.replication.sim.workload;

import java.util.SortedSet;
import java.util.TreeSet;

/** What a sum may be when it is known of some of its summands only that they may count. */
final class PossibleSums {
    private SortedSet<Long> possible = new TreeSet<>();

    PossibleSums(long initial) {
        possible.add(initial);
    }

    /** Adds a summand as the end of its transaction has it. */
    void ended(long summand, Workload.Step step) {
        if (step == Workload.Step.ABORTED) {
            return;
        }
        SortedSet<Long> next = step == Workload.Step.UNKNOWN ? possible : new TreeSet<>();
        for (long sum : new TreeSet<>(possible)) {
            next.add(sum + summand);
        }
        possible = next;
    }

    boolean admits(long sum) {
        return possible.contains(sum);
    }

    /** If all summands are positive: what is there at least. */
    long least() {
        return possible.first();
    }

    @Override
    public String toString() {
        return possible.size() == 1 ? String.valueOf(possible.first()) : possible.first() + ".." + possible.last();
    }
}
