package dev.sextant.bench.growth;

import dev.sextant.bench.load.MachineUse;
import dev.sextant.bench.load.Result;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;

/**
 * What was measured at a point. All that is told of a commit is an average.
 *
 * @param result over all rounds
 * @param footprint of what was open for it
 */
record Measured(Point point, Result result, Footprint footprint) {
    private static final double MICROS_PER_MILLI = 1_000;

    /** At a percentile. */
    double millis(double percentile) {
        return result.responseMicros(percentile) / MICROS_PER_MILLI;
    }

    /** Requests of the whole machine to write to disks; empty where the kernel does not tell. */
    OptionalDouble writesEach() {
        return useEach(MachineUse::writes);
    }

    /** Flushes of the whole machine's disks; empty where the kernel does not tell. */
    OptionalDouble flushesEach() {
        return useEach(MachineUse::flushes);
    }

    private OptionalDouble useEach(ToLongFunction<MachineUse> count) {
        return result.done() == 0 || result.use().isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) count.applyAsLong(result.use().get()) / result.done());
    }

    /** Keys and values that the six segments wrote. */
    double storeBytesEach() {
        return each("bytes written by segments");
    }

    /** Pages that a writer had not in memory. */
    double pageReadsEach() {
        return each("page reads from segments");
    }

    /**
     * What the changed pages would take if each went whole to so many copies, where each proposal is about one page. One that was put on
     * top of a newer version was made before, and that came to nothing.
     */
    double wholePageBytesEach(int pageBytes, int copies) {
        return (each("proposals") - each("rebases")) * pageBytes * copies;
    }

    private double each(String counter) {
        long commits = result.counters().getOrDefault("commits", 0L);
        return commits == 0 ? 0 : (double) result.counters().getOrDefault(counter, 0L) / commits;
    }
}
