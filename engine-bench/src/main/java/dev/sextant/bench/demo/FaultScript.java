package dev.sextant.bench.demo;

import dev.sextant.api.AvailabilityZone;
import dev.sextant.api.Cluster;
import dev.sextant.api.SegmentState;
import dev.sextant.api.WriterId;
import dev.sextant.api.WriterState;
import dev.sextant.bench.demo.CommitTimes.Window;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * What goes wrong while money is moved: one writer is killed; later a whole zone is lost, with its writer; then both come back.
 * A cluster with one writer keeps it: where nobody survives, there is no gap to measure.
 */
final class FaultScript {
    private static final WriterId VICTIM = new WriterId(1);
    private static final AvailabilityZone LOST_ZONE = AvailabilityZone.C;
    private static final long POLL_NANOS = 20_000_000;
    private static final long RECOVERY_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Cluster cluster;
    private final Timeline timeline;
    private final Progress progress;
    private final List<WriterId> writers;
    private long writerKilledNanos;
    private long zoneLostNanos;
    private long bothBackNanos;

    FaultScript(Cluster cluster, Timeline timeline, Progress progress) {
        this.cluster = cluster;
        this.timeline = timeline;
        this.progress = progress;
        writers = IntStream.range(0, cluster.config().writers())
                .mapToObj(WriterId::new)
                .toList();
    }

    private boolean killsWriter() {
        return writers.size() > 1;
    }

    /** Lets it all happen; ends early if a client fails. */
    void run() throws InterruptedException {
        waitUntil(timeline.writerKilledNanos());
        writerKilledNanos = System.nanoTime();
        if (killsWriter()) {
            progress.phase("transfers; " + VICTIM + " killed");
            cluster.faults().killWriter(VICTIM);
        }
        waitUntil(timeline.zoneLostNanos());
        progress.phase("transfers; zone " + LOST_ZONE + " lost" + (killsWriter() ? ", " + VICTIM + " killed" : ""));
        zoneLostNanos = System.nanoTime();
        cluster.faults().takeDown(LOST_ZONE);
        waitUntil(timeline.bothBackNanos());
        bothBackNanos = System.nanoTime();
        progress.phase("transfers; zone " + LOST_ZONE + (killsWriter() ? " and " + VICTIM : "") + " back");
        cluster.faults().bringUp(LOST_ZONE);
        cluster.faults().restartWriter(VICTIM.slot() < writers.size() ? VICTIM : writers.get(0));
        waitUntil(timeline.endNanos());
    }

    private void waitUntil(long nanos) throws InterruptedException {
        while (System.nanoTime() - nanos < 0 && !progress.failed()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(POLL_NANOS, Math.max(1, nanos - System.nanoTime())));
        }
    }

    /** Waits until every writer takes transactions and every segment votes. */
    static void awaitAllUp(Cluster cluster) throws InterruptedException {
        BooleanSupplier allUp =
                () -> cluster.status().segments().stream().allMatch(segment -> segment.state() == SegmentState.UP)
                        && cluster.status().writers().stream().allMatch(writer -> writer.state() == WriterState.OPEN);
        long deadlineNanos = System.nanoTime() + RECOVERY_NANOS;
        while (!allUp.getAsBoolean()) {
            if (System.nanoTime() - deadlineNanos > 0) {
                throw new DemoException("Not every writer and segment is back " + RECOVERY_NANOS / 1_000_000_000
                        + " s after its restart: " + cluster.status());
            }
            TimeUnit.NANOSECONDS.sleep(POLL_NANOS);
        }
    }

    /** What the survivors' commits looked like. */
    Gaps gaps(CommitTimes times) {
        List<WriterId> afterKill = writers.stream()
                .filter(each -> !killsWriter() || !each.equals(VICTIM))
                .toList();
        List<WriterId> afterLoss =
                afterKill.stream().filter(each -> each.zone() != LOST_ZONE).toList();
        return new Gaps(
                times,
                timeline.healthy(),
                killsWriter() ? afterKill : List.of(),
                new Window(writerKilledNanos, zoneLostNanos),
                afterLoss,
                new Window(zoneLostNanos, bothBackNanos));
    }
}
