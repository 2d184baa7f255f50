package dev.sextant.bench.load;

import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * What one stretch of a run measured.
 *
 * @param nanos how long it counted
 * @param done operations that ended meanwhile
 * @param refused operations that were given up after as many attempts as a client makes
 * @param unserved operations of an open loop that no client came to
 * @param runs how often work was run for those that count, attempts that came to nothing included
 * @param response nanoseconds from when an operation was meant to begin
 * @param service nanoseconds from when it did begin
 * @param attempts how often work was run for one operation
 * @param longestGapNanos the longest time in which no operation of any client ended
 * @param timeline how many ended in equal parts of the time
 * @param use what the machine did meanwhile; empty where the kernel does not tell
 * @param counters what the contender counted meanwhile and in the warm-up before; empty if it counts nothing
 */
public record Round(
        long nanos,
        long done,
        long refused,
        long unserved,
        long runs,
        Histogram response,
        Histogram service,
        Histogram attempts,
        long longestGapNanos,
        int[] timeline,
        Optional<MachineUse> use,
        Map<String, Long> counters) {
    private static final int TIMELINE_PARTS = 200;
    private static final double NANOS = 1e9;

    static Round of(Ledger ledger, Optional<MachineUse> use, Map<String, Long> counters) {
        return new Round(
                ledger.window().nanos(),
                ledger.done(),
                ledger.refused(),
                ledger.unserved(),
                ledger.runs(),
                ledger.response(),
                ledger.service(),
                ledger.attempts(),
                ledger.timeline().longestGapNanos(),
                ledger.timeline().parts(TIMELINE_PARTS),
                use,
                counters);
    }

    /** Operations a second. */
    public double perSecond() {
        return done * NANOS / nanos;
    }
}
