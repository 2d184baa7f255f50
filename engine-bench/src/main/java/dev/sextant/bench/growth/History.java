package dev.sextant.bench.growth;

import dev.sextant.bench.load.LoadPlan;
import dev.sextant.bench.load.Round;
import dev.sextant.bench.space.FileSizes;
import dev.sextant.bench.suite.Combatant;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Watches one store under load as time goes on; clients pause for each look at it. For one thread. */
final class History {
    private static final int SAMPLES_MOST = 60;
    private static final Duration STEP_LEAST = Duration.ofSeconds(1);
    private static final double NANOS = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final PrintStream out;
    private final List<Sample> samples = new ArrayList<>();
    private long nanos;
    private long writtenBytes;

    History(PrintStream out) {
        this.out = out;
    }

    /** How long clients are at work between two looks: at most a minute's worth of looks, a second or more each. */
    static Duration step(Duration whole) {
        Duration even = whole.dividedBy(SAMPLES_MOST);
        Duration step = even.compareTo(STEP_LEAST) < 0 ? STEP_LEAST : even;
        return step.compareTo(whole) < 0 ? step : whole;
    }

    /** Watches it for so long, not counting the looks. */
    void watch(Combatant combatant, Path place, int clients, Duration whole) throws Exception {
        LoadPlan plan = LoadPlan.closed(clients, Duration.ZERO, step(whole));
        while (nanos < whole.toNanos()) {
            add(combatant.run(plan), place);
        }
    }

    private void add(Round round, Path place) throws IOException {
        nanos += round.nanos();
        writtenBytes += round.counters().getOrDefault("bytes written by segments", 0L);
        Sample sample = new Sample(
                nanos / NANOS,
                round.perSecond(),
                round.response().getValueAtPercentile(50) / NANOS_PER_MILLI,
                round.response().getValueAtPercentile(99.9) / NANOS_PER_MILLI,
                Heap.inUseBytes(),
                FileSizes.below(place),
                writtenBytes);
        samples.add(sample);
        out.printf(
                Locale.ROOT,
                "  after %6.1f s %10.1f/s  p50 %.3f  p99.9 %.3f ms  heap %,d  files %,d  written %,d KiB%n",
                sample.seconds(),
                sample.perSecond(),
                sample.p50Millis(),
                sample.p999Millis(),
                sample.heapBytes() >> 10,
                sample.fileBytes() >> 10,
                sample.writtenBytes() >> 10);
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }
}
