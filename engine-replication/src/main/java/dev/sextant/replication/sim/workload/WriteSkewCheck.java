package dev.sextant.replication.sim.workload;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What must be true of what clients saw of pairs of numbers whose sum no transaction makes negative. Every transaction that
 * writes a number has read both of its pair, so the ones of a pair rest on each other: serializable ones leave no sum below
 * zero in any snapshot. Under snapshot isolation two that overlap may each decrease another number (write skew): then
 * negative sums are counted. Numbers are the sums of what was added to them at either level, since both of two that change
 * one number cannot commit.
 */
final class WriteSkewCheck {
    private final boolean isSerializable;
    private final Findings findings = new Findings();
    private final SortedMap<Long, PossibleSums> numbers = new TreeMap<>();
    private long skews;

    WriteSkewCheck(boolean isSerializable) {
        this.isSerializable = isSerializable;
    }

    /** A pair of which each number has this value in the beginning; its numbers have the keys 2 * pair and 2 * pair + 1. */
    void begins(long pair, long value) {
        numbers.put(2 * pair, new PossibleSums(value));
        numbers.put(2 * pair + 1, new PossibleSums(value));
    }

    /** Both numbers of a pair as one snapshot has them. */
    void seen(long pair, long one, long other) {
        if (one + other < 0) {
            skews++;
            findings.require(!isSerializable, "pair %d was seen as %d and %d, below zero together", pair, one, other);
        }
    }

    /** A transaction that adds to a number has ended. */
    void changed(long number, long change, Workload.Step step) {
        possible(number).ended(change, step);
    }

    /** All numbers as they are in the end. */
    void ended(SortedMap<Long, Long> last) {
        numbers.forEach((number, sums) -> {
            Long value = last.get(number);
            findings.require(
                    value != null && sums.admits(value), "number %d is %s in the end instead of %s", number, value, sums);
        });
        for (long number = 0; number + 1 < last.size(); number += 2) {
            seen(number / 2, last.getOrDefault(number, 0L), last.getOrDefault(number + 1, 0L));
        }
    }

    private PossibleSums possible(long number) {
        PossibleSums sums = numbers.get(number);
        if (sums == null) {
            throw new IllegalArgumentException("there is no number " + number);
        }
        return sums;
    }

    /** How often a sum below zero was seen. */
    long skews() {
        return skews;
    }

    List<String> anomalies() {
        return findings.sentences();
    }
}
