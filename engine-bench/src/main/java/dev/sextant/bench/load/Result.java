package dev.sextant.bench.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/**
 * What one contender did under one workload with one number of clients, over all rounds.
 *
 * @param perSecondOffered how many operations were begun in a second; empty for a closed loop
 * @param rounds what was measured, in the order of time; one at least
 */
public record Result(
        String contender, String workload, int clients, OptionalDouble perSecondOffered, List<Round> rounds) {
    /** The percentiles of every report. */
    public static final List<Double> PERCENTILES = List.of(50.0, 99.0, 99.9);

    private static final double NANOS_PER_MICRO = 1_000;
    private static final double NANOS = 1e9;

    public Result {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("a result has rounds");
        }
        rounds = List.copyOf(rounds);
    }

    private long sum(ToLongFunction<Round> figure) {
        return rounds.stream().mapToLong(figure).sum();
    }

    /** Operations a second, over all rounds. */
    public double perSecond() {
        return done() * NANOS / sum(Round::nanos);
    }

    /** Operations a second in the slowest round. */
    public double perSecondLeast() {
        return rounds.stream().mapToDouble(Round::perSecond).min().orElseThrow();
    }

    /** Operations a second in the fastest round. */
    public double perSecondMost() {
        return rounds.stream().mapToDouble(Round::perSecond).max().orElseThrow();
    }

    /** Operations that ended. */
    public long done() {
        return sum(Round::done);
    }

    /** Operations that were given up. */
    public long refused() {
        return sum(Round::refused);
    }

    /** Operations of an open loop that no client came to. */
    public long unserved() {
        return sum(Round::unserved);
    }

    /** How often work was run for one operation that counts, on average; 0 if none does. */
    public double attemptsEach() {
        long operations = together(Round::attempts).getTotalCount() + refused();
        return operations == 0 ? 0 : (double) sum(Round::runs) / operations;
    }

    /** How often work was run for one operation, at a percentile. */
    public long attempts(double percentile) {
        return together(Round::attempts).getValueAtPercentile(percentile);
    }

    /** Microseconds from when an operation was meant to begin, at a percentile. */
    public double responseMicros(double percentile) {
        return together(Round::response).getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }

    /** Microseconds from when an operation did begin, at a percentile. */
    public double serviceMicros(double percentile) {
        return together(Round::service).getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }

    /** The longest time without the end of an operation, in microseconds. */
    public double longestGapMicros() {
        return rounds.stream().mapToLong(Round::longestGapNanos).max().orElseThrow() / NANOS_PER_MICRO;
    }

    private Histogram together(Function<Round, Histogram> figure) {
        Histogram all = figure.apply(rounds.get(0)).copy();
        rounds.stream().skip(1).map(figure).forEach(all::add);
        return all;
    }

    /** What the machine did in all rounds; empty where the kernel does not tell. */
    public Optional<MachineUse> use() {
        return rounds.stream()
                .map(Round::use)
                .reduce((a, b) -> a.flatMap(one -> b.map(one::plus)))
                .orElseThrow();
    }

    /** What the contender counted in all rounds, warm-up included. */
    public Map<String, Long> counters() {
        Map<String, Long> sums = new LinkedHashMap<>();
        rounds.forEach(round -> round.counters().forEach((name, count) -> sums.merge(name, count, Long::sum)));
        return sums;
    }

    /** These rounds and others of the same. */
    public Result plus(Result later) {
        List<Round> all = new ArrayList<>(rounds);
        all.addAll(later.rounds());
        return new Result(contender, workload, clients, perSecondOffered, all);
    }
}
