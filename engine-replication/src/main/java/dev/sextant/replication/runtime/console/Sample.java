package dev.sextant.replication.runtime.console;

import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.Counters;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import java.time.Duration;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What happened from one status to a later one: one point of the charts.
 *
 * @param number counts samples
 * @param tookNanos from the one status to the other
 * @param work of each writer, meanwhile
 * @param p50Nanos from a proposal to the vote that commits it, at the writer where that takes longest; 0 if nobody proposed of late
 * @param p99Nanos likewise
 */
record Sample(
        long number, long epochMillis, long tookNanos, SortedMap<WriterId, Work> work, long p50Nanos, long p99Nanos) {
    /** What a writer did. */
    record Work(long commits, long conflicts) {}

    static Sample between(ClusterStatus before, ClusterStatus after, long number, long epochMillis, long tookNanos) {
        SortedMap<WriterId, Counters> old = new TreeMap<>();
        before.writers().forEach(writer -> old.put(writer.id(), writer.counters()));
        SortedMap<WriterId, Work> work = new TreeMap<>();
        for (WriterStatus writer : after.writers()) {
            // A writer that was not known before has not done all of that just now.
            work.put(writer.id(), work(old.getOrDefault(writer.id(), writer.counters()), writer.counters()));
        }
        return new Sample(
                number,
                epochMillis,
                tookNanos,
                work,
                slowest(after, ClusterStatus.Latency::p50),
                slowest(after, ClusterStatus.Latency::p99));
    }

    /** Counters that have fallen are those of a new process: they count from zero. */
    private static Work work(Counters before, Counters after) {
        Counters from = after.commits() < before.commits() ? Counters.ZERO : before;
        return new Work(after.commits() - from.commits(), Math.max(0, conflicts(after) - conflicts(from)));
    }

    private static long conflicts(Counters counters) {
        return counters.pageConflicts() + counters.rowConflicts() + counters.serializationConflicts();
    }

    private static long slowest(ClusterStatus status, Function<ClusterStatus.Latency, Duration> which) {
        return status.writers().stream()
                .filter(writer -> writer.state() == WriterState.OPEN)
                .map(writer -> which.apply(writer.quorum()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO)
                .toNanos();
    }
}
