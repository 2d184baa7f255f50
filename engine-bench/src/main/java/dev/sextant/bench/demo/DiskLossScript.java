package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Loses disks, one loss after the other, while the clients are at work. Invariant: four segments are whole at any time, for
 * that is what commits need; a loss that is due while too few are whole waits for a rebuild to end.
 */
final class DiskLossScript {
    private static final long LOOK_NANOS = 5_000_000;
    private static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(120);
    private static final int SEGMENTS_A_ZONE = 2;

    /** The second segment that dies comes back after this part of the time between losses. */
    private static final int RESTARTED_AFTER_ONE_OF = 3;

    private final Cluster cluster;
    private final DiskLossSettings settings;
    private final Progress progress;
    private final Rebuilds rebuilds;
    private final SplittableRandom random;
    private final PrintStream out;
    private int losses;
    private Optional<SegmentId> killed = Optional.empty();
    private long restartNanos;

    DiskLossScript(Cluster cluster, DiskLossSettings settings, Progress progress, Rebuilds rebuilds, PrintStream out) {
        this.cluster = cluster;
        this.settings = settings;
        this.progress = progress;
        this.rebuilds = rebuilds;
        this.out = out;
        random = new SplittableRandom(settings.seed());
    }

    /** How many disks were lost. */
    int losses() {
        return losses;
    }

    /** Lets it all happen; ends early if a client fails. */
    void run() throws InterruptedException {
        long everyNanos = TimeUnit.SECONDS.toNanos(settings.everySeconds());
        long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.seconds());
        long nextNanos = System.nanoTime();
        while (System.nanoTime() - endNanos < 0 && !progress.failed()) {
            if (System.nanoTime() - nextNanos >= 0
                    && whole().size() >= settings.kind().whole()) {
                lose(everyNanos);
                nextNanos = Math.max(nextNanos + everyNanos, System.nanoTime());
            }
            look();
        }
    }

    /** Waits until every segment is whole; tells whether they are. */
    boolean awaitWhole() throws InterruptedException {
        long deadlineNanos = System.nanoTime() + RECOVERY_NANOS;
        while (whole().size() < SegmentId.COUNT || killed.isPresent()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                out.println("  FAILED not every segment is whole " + TimeUnit.NANOSECONDS.toSeconds(RECOVERY_NANOS)
                        + " s after the last loss: " + cluster.status().segments());
                return false;
            }
            look();
        }
        look();
        return true;
    }

    private List<SegmentId> whole() {
        return cluster.status().segments().stream()
                .filter(segment -> segment.state() == SegmentState.UP && !rebuilds.isPending(segment.id()))
                .map(SegmentStatus::id)
                .toList();
    }

    private void lose(long everyNanos) {
        List<SegmentId> candidates = new ArrayList<>(whole());
        SegmentId victim = candidates.remove(random.nextInt(candidates.size()));
        List<SegmentId> victims = new ArrayList<>(List.of(victim));
        if (settings.kind() == DiskLossSettings.Kind.ZONE) {
            int first = victim.index() - victim.index() % SEGMENTS_A_ZONE;
            victims.add(new SegmentId(2 * first + 1 - victim.index()));
        }
        victims.forEach(rebuilds::loseDisk);
        losses += victims.size();
        if (settings.kind() == DiskLossSettings.Kind.SECOND_FAILURE) {
            SegmentId second = candidates.get(random.nextInt(candidates.size()));
            cluster.faults().killSegment(second);
            killed = Optional.of(second);
            restartNanos = System.nanoTime() + everyNanos / RESTARTED_AFTER_ONE_OF;
        }
    }

    private void look() throws InterruptedException {
        if (killed.isPresent() && System.nanoTime() - restartNanos >= 0) {
            cluster.faults().restartSegment(killed.get());
            killed = Optional.empty();
        }
        for (Rebuilds.Rebuilt each : rebuilds.look()) {
            out.printf(
                    Locale.ROOT,
                    "  %s whole again after %.2f s: %.1f MB, %.1f MB/s%n",
                    each.segment(),
                    each.seconds(),
                    each.megabytes(),
                    each.megabytesASecond());
        }
        TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
    }
}
