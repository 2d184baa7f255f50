package dev.sextant.bench.demo;

import dev.sextant.api.WriterId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/**
 * When each acknowledged commit of each writer was answered, to the nanosecond, and how long it took from its first attempt on.
 * From it come the gaps: the times between consecutive commits on one writer. A commit is noted by the client that got the
 * answer, so a gap is what clients saw.
 *
 * <p><b>Thread safety:</b> any thread at any time.
 */
final class CommitTimes {
    private static final int FIRST_SIZE = 4096;

    private final Map<WriterId, Series> byWriter = new TreeMap<>();
    private final LongSupplier clock;

    /** Times by the system's clock. */
    CommitTimes() {
        this(System::nanoTime);
    }

    /** Times by any clock that does not run backwards. */
    CommitTimes(LongSupplier clock) {
        this.clock = clock;
    }

    /** Notes that a commit on a writer, begun at {@code startNanos}, was answered now. */
    void note(WriterId writer, long startNanos) {
        series(writer).add(startNanos, clock);
    }

    private Series series(WriterId writer) {
        synchronized (byWriter) {
            return byWriter.computeIfAbsent(writer, absent -> new Series());
        }
    }

    /**
     * The gaps on these writers that overlap a window, in nanoseconds. A gap that began before the window, or ends after it,
     * counts in full; where commits stop for ever, the window's end ends the gap; a writer without any commit has one gap, all
     * of the window.
     */
    Histogram gapsNanos(Collection<WriterId> writers, Window window) {
        Histogram gaps = newHistogram();
        for (WriterId writer : writers) {
            series(writer).addGaps(window, gaps);
        }
        return gaps;
    }

    /** How long commits on these writers took that were answered in a window, in nanoseconds. */
    Histogram latenciesNanos(Collection<WriterId> writers, Window window) {
        Histogram latencies = newHistogram();
        for (WriterId writer : writers) {
            series(writer).addLatencies(window, latencies);
        }
        return latencies;
    }

    /** The longest gap on these writers that overlaps a window. */
    long longestGapNanos(List<WriterId> writers, Window window) {
        return gapsNanos(writers, window).getMaxValue();
    }

    /** The gaps on one writer that overlap a window and are longer than so much, in their order. */
    List<Window> gapsLongerThan(long nanos, WriterId writer, Window window) {
        return series(writer).gapsLongerThan(nanos, window);
    }

    private static Histogram newHistogram() {
        return new Histogram(3);
    }

    /** A stretch of time: from included, to excluded. */
    record Window(long fromNanos, long toNanos) {
        long lengthNanos() {
            return toNanos - fromNanos;
        }

        boolean contains(long nanos) {
            return nanos - fromNanos >= 0 && nanos - toNanos < 0;
        }
    }

    /** One writer's commits, in the order of their answers. */
    private static final class Series {
        private long[] answered = new long[FIRST_SIZE];
        private long[] took = new long[FIRST_SIZE];
        private int size;

        /** The moment is taken inside of the lock: so moments rise. */
        synchronized void add(long startNanos, LongSupplier clock) {
            if (size == answered.length) {
                answered = Arrays.copyOf(answered, size * 2);
                took = Arrays.copyOf(took, size * 2);
            }
            long now = clock.getAsLong();
            answered[size] = now;
            took[size] = now - startNanos;
            size++;
        }

        synchronized void addGaps(Window window, Histogram gaps) {
            long previous = window.fromNanos();
            for (int i = 0; i < size; i++) {
                boolean overlaps = answered[i] - window.fromNanos() > 0 && previous - window.toNanos() < 0;
                if (overlaps) {
                    gaps.recordValue(Math.max(0, answered[i] - previous));
                }
                previous = answered[i];
            }
            if (previous - window.toNanos() < 0) {
                long from = size == 0 ? window.fromNanos() : previous;
                gaps.recordValue(window.toNanos() - from);
            }
        }

        synchronized List<Window> gapsLongerThan(long nanos, Window window) {
            List<Window> longer = new ArrayList<>();
            for (int i = 1; i < size; i++) {
                Window gap = new Window(answered[i - 1], answered[i]);
                boolean overlaps = gap.toNanos() - window.fromNanos() > 0 && gap.fromNanos() - window.toNanos() < 0;
                if (overlaps && gap.lengthNanos() > nanos) {
                    longer.add(gap);
                }
            }
            return longer;
        }

        synchronized void addLatencies(Window window, Histogram latencies) {
            for (int i = 0; i < size; i++) {
                if (window.contains(answered[i])) {
                    latencies.recordValue(Math.max(0, took[i]));
                }
            }
        }
    }
}
