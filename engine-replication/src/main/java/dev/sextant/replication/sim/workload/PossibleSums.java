package dev.sextant.replication.sim.workload;

import java.util.SortedSet;
import java.util.TreeSet;

/** What a sum may be when it is known of some of its summands only that they may count. */
final class PossibleSums {
    private final SortedSet<Long> uncertain = new TreeSet<>();
    private long certain;

    PossibleSums(long initial) {
        certain = initial;
        uncertain.add(0L);
    }

    /** Adds a summand as the end of its transaction has it. */
    void ended(long summand, Workload.Step step) {
        if (step == Workload.Step.COMMITTED) {
            certain += summand;
        } else if (step == Workload.Step.UNKNOWN) {
            for (long sum : new TreeSet<>(uncertain)) {
                uncertain.add(sum + summand);
            }
        }
    }

    boolean admits(long sum) {
        return uncertain.contains(sum - certain);
    }

    /** If all summands are positive: what is there at least. */
    long least() {
        return certain + uncertain.first();
    }

    /** A number, or the lowest and the highest one. */
    @Override
    public String toString() {
        String least = String.valueOf(least());
        return uncertain.size() == 1 ? least : least + ".." + (certain + uncertain.last());
    }
}
