package dev.sextant.bench.demo;

import dev.sextant.api.WriterId;
import dev.sextant.bench.demo.CommitTimes.Window;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * How long each writer's clients went without a commit while disks were lost, beside the same writer's healthy figures. The
 * measure is the greater of the healthy p99.9 of gaps and of commit latencies, as in {@link Gaps}.
 *
 * @param healthy the window without faults
 * @param losing the window in which disks were lost
 * @param rebuilding from each loss to the end of its rebuild
 */
record Pauses(CommitTimes times, List<WriterId> writers, Window healthy, Window losing, List<Window> rebuilding) {
    private static final double P999 = 99.9;
    private static final double ALLOWED = 2.0;

    /** One writer's longest pause. */
    record Pause(WriterId writer, long longestNanos, long healthyP999Nanos) {
        double ratio() {
            return healthyP999Nanos == 0 ? Double.POSITIVE_INFINITY : (double) longestNanos / healthyP999Nanos;
        }
    }

    Pauses {
        writers = List.copyOf(writers);
        rebuilding = List.copyOf(rebuilding);
    }

    private Pause of(WriterId writer) {
        List<WriterId> alone = List.of(writer);
        long gap = times.gapsNanos(alone, healthy).getValueAtPercentile(P999);
        long latency = times.latenciesNanos(alone, healthy).getValueAtPercentile(P999);
        return new Pause(writer, times.longestGapNanos(alone, losing), Math.max(gap, latency));
    }

    /** The pause that is longest against what is healthy. */
    Pause worst() {
        return all().max(Comparator.comparingDouble(Pause::ratio)).orElseThrow();
    }

    private Stream<Pause> all() {
        return writers.stream().map(this::of);
    }

    /** A line for each writer, and what gaps beyond the measure there were, healthy and not. */
    void print(PrintStream out) {
        out.println("Pauses");
        all().forEach(pause -> {
            List<WriterId> alone = List.of(pause.writer());
            Histogram calm = times.gapsNanos(alone, healthy);
            Histogram lossy = times.gapsNanos(alone, losing);
            long allowed = (long) (ALLOWED * pause.healthyP999Nanos());
            long rebuilt = rebuilding.stream()
                    .mapToLong(window -> times.longestGapNanos(alone, window))
                    .max()
                    .orElse(0);
            out.printf(
                    Locale.ROOT,
                    "  %s: longest %s ms (while a disk is filled: %s ms), %d of %,d gaps longer than %.0fx the healthy"
                            + " p99.9 of %s ms (%.2fx); healthy: longest %s ms, %d of %,d gaps longer; within: %s%n",
                    pause.writer(),
                    Gaps.millis(pause.longestNanos()),
                    Gaps.millis(rebuilt),
                    lossy.getCountBetweenValues(allowed, Long.MAX_VALUE),
                    lossy.getTotalCount(),
                    ALLOWED,
                    Gaps.millis(pause.healthyP999Nanos()),
                    pause.ratio(),
                    Gaps.millis(calm.getMaxValue()),
                    calm.getCountBetweenValues(allowed, Long.MAX_VALUE),
                    calm.getTotalCount(),
                    pause.ratio() <= ALLOWED ? "yes" : "no");
            times.gapsLongerThan(allowed, pause.writer(), losing).forEach(gap -> printLong(out, gap));
        });
    }

    /** Says where a long gap lies, so that one can tell what it has to do with the losses. */
    private void printLong(PrintStream out, Window gap) {
        Optional<Window> last = rebuilding.stream()
                .filter(window -> window.fromNanos() - gap.toNanos() < 0)
                .max(Comparator.comparingLong(window -> window.fromNanos() - gap.toNanos()));
        String since = last.map(window -> String.format(
                        Locale.ROOT,
                        "began %.2f s after a loss, %s",
                        (gap.fromNanos() - window.fromNanos()) / 1e9,
                        gap.fromNanos() - window.toNanos() < 0 ? "while that disk was filled" : "when all were whole"))
                .orElse("before the first loss");
        out.printf(
                Locale.ROOT,
                "    %s ms at %.1f s: %s%n",
                Gaps.millis(gap.lengthNanos()),
                (gap.fromNanos() - losing.fromNanos()) / 1e9,
                since);
    }
}
