package dev.sextant.bench.demo;

import dev.sextant.api.WriterId;
import dev.sextant.bench.demo.CommitTimes.Window;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * The pauses that faults made, beside those of a healthy time of the same run. A gap is the time between two consecutive
 * commits on one surviving writer, as its own clients saw them; clients that came over from a dead writer do not count, since
 * they could only hide a pause.
 *
 * @param times every commit
 * @param healthy the window without faults
 * @param afterKill who survives the death of the writer; empty if none is killed
 * @param killWindow from the kill to the next fault
 * @param afterLoss who survives the loss of the zone
 * @param lossWindow from the loss to the return
 */
record Gaps(
        CommitTimes times,
        Window healthy,
        List<WriterId> afterKill,
        Window killWindow,
        List<WriterId> afterLoss,
        Window lossWindow) {
    private static final double P999 = 99.9;
    private static final double ALLOWED = 2.0;

    Gaps {
        afterKill = List.copyOf(afterKill);
        afterLoss = List.copyOf(afterLoss);
    }

    /** The longest gap on the survivors of the killed writer, in nanoseconds. */
    Optional<Long> writerKill() {
        return longest(afterKill, killWindow);
    }

    /** The longest gap on the survivors of the lost zone, in nanoseconds. */
    Optional<Long> zoneLoss() {
        return longest(afterLoss, lossWindow);
    }

    private Optional<Long> longest(List<WriterId> writers, Window window) {
        return writers.isEmpty() ? Optional.empty() : Optional.of(times.longestGapNanos(writers, window));
    }

    /** Both faults' gaps, each beside the healthy figures of the same writers. */
    void print(PrintStream out) {
        print(out, "writer killed", afterKill, writerKill());
        print(out, "zone lost", afterLoss, zoneLoss());
    }

    private void print(PrintStream out, String fault, List<WriterId> survivors, Optional<Long> longest) {
        if (longest.isEmpty()) {
            out.println("  " + fault + ": no writer survives, so there is no gap to measure");
            return;
        }
        Histogram gaps = times.gapsNanos(survivors, healthy);
        Histogram latencies = times.latenciesNanos(survivors, healthy);
        long gap = gaps.getValueAtPercentile(P999);
        long latency = latencies.getValueAtPercentile(P999);
        out.printf(
                Locale.ROOT,
                "  %s: longest gap on %s %s ms; healthy gap p99.9 %s ms max %s ms (%.2fx), commit p50 %s ms p99.9 %s ms"
                        + " (%.2fx); within %.0fx: %s%n",
                fault,
                survivors,
                millis(longest.get()),
                millis(gap),
                millis(gaps.getMaxValue()),
                ratio(longest.get(), gap),
                millis(latencies.getValueAtPercentile(50)),
                millis(latency),
                ratio(longest.get(), latency),
                ALLOWED,
                ratio(longest.get(), Math.max(gap, latency)) <= ALLOWED ? "yes" : "no");
    }

    private static double ratio(long value, long of) {
        return of == 0 ? Double.POSITIVE_INFINITY : (double) value / of;
    }

    /** Nanoseconds as milliseconds. */
    static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f", nanos / 1e6);
    }
}
