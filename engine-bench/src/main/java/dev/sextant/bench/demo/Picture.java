package dev.sextant.bench.demo;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.ClusterStatus;
import dev.sextant.api.ClusterStatus.ReplicaStatus;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.ClusterStatus.WriterStatus;
import dev.sextant.api.ReplicaState;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is going on, in text: rates are those since the status before.
 *
 * @param phase what the demonstration does
 * @param atSeconds since its beginning
 * @param before an earlier status
 * @param now the status to show
 * @param betweenSeconds how much later the second one is
 * @param longestGapNanos without a commit on any writer, in this phase
 */
record Picture(
        String phase,
        double atSeconds,
        ClusterStatus before,
        ClusterStatus now,
        double betweenSeconds,
        long longestGapNanos) {

    /** A table for a terminal. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%6.1f s  %s   longest time without a commit %s ms", atSeconds, phase, Gaps.millis(longestGapNanos)));
        lines.add(
                "  writer    zone  state      commits/s  page confl.   row confl.      rebases  redo lag ms  in doubt");
        for (int slot = 0; slot < now.writers().size(); slot++) {
            WriterStatus writer = now.writers().get(slot);
            lines.add(format(
                    "  %-8s  %-4s  %-8s  %,10.0f  %,11d  %,11d  %,11d  %11s  %,8d",
                    writer.id(),
                    writer.zone(),
                    writer.state(),
                    commitsPerSecond(slot),
                    writer.counters().pageConflicts(),
                    writer.counters().rowConflicts(),
                    writer.counters().rebases(),
                    lagMillis(writer),
                    writer.inDoubt().count()));
        }
        if (!now.replicas().isEmpty()) {
            lines.add("  replica     zone  state     redo lag ms  in doubt");
        }
        for (ReplicaStatus replica : now.replicas()) {
            lines.add(format(
                    "  %-10s  %-4s  %-8s  %11s  %,8d",
                    replica.id(),
                    replica.zone(),
                    replica.state(),
                    lagMillis(replica),
                    replica.inDoubt().count()));
        }
        lines.add("  segments  " + zones());
        return lines;
    }

    /** The same in a line. */
    String summary() {
        String writers = now.writers().stream()
                .map(writer -> writer.state() == WriterState.OPEN
                        ? format("%.0f", commitsPerSecond(writer.id().slot()))
                        : writer.state().name())
                .collect(Collectors.joining(" "));
        String lag = now.writers().stream().map(Picture::lagMillis).collect(Collectors.joining(" "));
        String replicas = now.replicas().isEmpty()
                ? ""
                : now.replicas().stream()
                        .map(Picture::lagMillis)
                        .collect(Collectors.joining(" ", "  replicas ms ", ""));
        return format(
                "%6.1f s  commits/s %s  conflicts page %,d row %,d  rebases %,d  lag ms %s%s  %s  gap %s ms  %s",
                atSeconds,
                writers,
                now.total(ClusterStatus.Counters::pageConflicts),
                now.total(ClusterStatus.Counters::rowConflicts),
                now.total(ClusterStatus.Counters::rebases),
                lag,
                replicas,
                zones(),
                Gaps.millis(longestGapNanos),
                phase);
    }

    private double commitsPerSecond(int slot) {
        long commits = now.writers().get(slot).counters().commits()
                - before.writers().get(slot).counters().commits();
        return commits / betweenSeconds;
    }

    /** How far the writer is behind the one it is farthest behind. */
    private static String lagMillis(WriterStatus writer) {
        return writer.state() == WriterState.OPEN ? oldestMillis(writer.peers().values()) : "-";
    }

    private static String lagMillis(ReplicaStatus replica) {
        return replica.state() == ReplicaState.OPEN ? oldestMillis(replica.lag().values()) : "-";
    }

    private static String oldestMillis(Collection<ClusterStatus.RedoLag> lags) {
        Duration oldest = lags.stream()
                .map(ClusterStatus.RedoLag::age)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        return Gaps.millis(oldest.toNanos());
    }

    /** As {@code A up  B up  C DOWN DOWN}. */
    private String zones() {
        List<String> zones = new ArrayList<>();
        for (AvailabilityZone zone : AvailabilityZone.values()) {
            List<SegmentStatus> segments = now.segments().stream()
                    .filter(segment -> segment.id().zone() == zone)
                    .toList();
            boolean up = segments.stream().allMatch(segment -> segment.state() == SegmentState.UP);
            String states =
                    segments.stream().map(segment -> segment.state().name()).collect(Collectors.joining(" "));
            zones.add(zone + " " + (up ? "up" : states));
        }
        return String.join("  ", zones);
    }

    private static String format(String pattern, Object... arguments) {
        return String.format(Locale.ROOT, pattern, arguments);
    }
}
