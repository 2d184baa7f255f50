package dev.sextant.bench.demo;

import dev.sextant.api.Cluster;
import dev.sextant.api.ClusterStatus.SegmentStatus;
import dev.sextant.api.SegmentId;
import dev.sextant.api.SegmentState;
import dev.sextant.bench.demo.CommitTimes.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Watches the segments that lost their disks until they are whole. For one thread. */
final class Rebuilds {
    private static final double BYTES_A_MEGABYTE = 1e6;
    private static final double NANOS_A_SECOND = 1e9;

    private final Cluster cluster;
    private final Map<SegmentId, Lost> pending = new TreeMap<>();
    private final List<Rebuilt> done = new ArrayList<>();

    private record Lost(long sinceNanos, long generation) {}

    /**
     * A disk that was lost and filled again.
     *
     * @param time from the loss until the segment voted and served again
     * @param bytes keys and values it wrote meanwhile
     */
    record Rebuilt(SegmentId segment, Window time, long bytes) {
        double seconds() {
            return (time.toNanos() - time.fromNanos()) / NANOS_A_SECOND;
        }

        double megabytes() {
            return bytes / BYTES_A_MEGABYTE;
        }

        double megabytesASecond() {
            return megabytes() / seconds();
        }
    }

    Rebuilds(Cluster cluster) {
        this.cluster = cluster;
    }

    /** Destroys the disk of a segment. */
    void loseDisk(SegmentId segment) {
        long generation = status(segment).generation();
        long now = System.nanoTime();
        cluster.faults().loseDisk(segment);
        pending.put(segment, new Lost(now, generation));
    }

    /** Takes note of those that have become whole; returns them. */
    List<Rebuilt> look() {
        List<Rebuilt> whole = new ArrayList<>();
        for (SegmentId segment : List.copyOf(pending.keySet())) {
            Lost lost = pending.get(segment);
            SegmentStatus now = status(segment);
            if (lost != null && now.state() == SegmentState.UP && now.generation() > lost.generation()) {
                pending.remove(segment);
                whole.add(new Rebuilt(segment, new Window(lost.sinceNanos(), System.nanoTime()), now.writtenBytes()));
            }
        }
        done.addAll(whole);
        return whole;
    }

    /** Whether a segment is on a new disk and not whole yet. */
    boolean isPending(SegmentId segment) {
        return pending.containsKey(segment);
    }

    /** All that have become whole, in this order. */
    List<Rebuilt> done() {
        return List.copyOf(done);
    }

    /** Half of the rebuilds were at most so fast; 0 if there was none. */
    double medianMegabytesASecond() {
        double[] speeds =
                done.stream().mapToDouble(Rebuilt::megabytesASecond).sorted().toArray();
        return speeds.length == 0 ? 0 : speeds[(speeds.length - 1) / 2];
    }

    private SegmentStatus status(SegmentId segment) {
        return cluster.status().segments().get(segment.index());
    }
}
