package dev.sextant.replication.runtime;

import dev.sextant.api.ReplicaId;
import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.ClusterMode;
import dev.sextant.api.config.NodeConfig;
import dev.sextant.api.spi.Await;
import dev.sextant.conflict.fate.Quorums;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The segments, writers and read replicas of a cluster in this process, and whether it is about to close. */
final class Nodes {
    private static final long CLOSE_LOOK_NANOS = 1_000_000;

    /** Null as long as there are no segments. */
    private volatile @Nullable Disks disks;

    private final List<SegmentHost> segments = new CopyOnWriteArrayList<>();
    private final List<WriterHost> writers = new ArrayList<>();
    private final List<ReplicaHost> replicas = new ArrayList<>();
    private volatile boolean closing;

    /** All of a cluster. */
    static Nodes all(NodeContext context, Disks disks) {
        Nodes nodes = new Nodes();
        nodes.disks = disks;
        DamagedDisks damaged = new DamagedDisks(context, nodes.segments);
        for (int index = 0; index < Quorums.SIX.segments(); index++) {
            nodes.segments.add(new SegmentHost(context, new SegmentId(index), disks, damaged::found));
        }
        for (int slot = 0; slot < context.config().writers(); slot++) {
            nodes.writers.add(new WriterHost(context, new WriterId(slot), standBy(context.config())));
        }
        for (int index = 0; index < context.config().replicas(); index++) {
            ReplicaId id = new ReplicaId(index);
            nodes.replicas.add(new ReplicaHost(context, id, id.zone()));
        }
        return nodes;
    }

    private static WriterHost.StandBy standBy(ClusterConfig config) {
        boolean hasSuccessors = config.mode() == ClusterMode.SINGLE_MASTER && config.replicas() > 0;
        return hasSuccessors ? WriterHost.StandBy.WITH_SUCCESSOR : WriterHost.StandBy.NEVER;
    }

    /** A writer or a read replica, or neither, of a cluster whose others live in other processes; segments may be added. */
    static Nodes ofProcess(NodeContext context, NodeConfig config, Runnable onWriterChange) {
        Nodes nodes = new Nodes();
        WriterHost.StandBy standBy = config.isStandBy() ? WriterHost.StandBy.ALWAYS : WriterHost.StandBy.AFTER_FENCING;
        int rank = config.replica().map(ReplicaId::index).orElse(0);
        config.replica().ifPresent(id -> nodes.replicas.add(new ReplicaHost(context, id, Greetings.zone(config))));
        config.writer()
                .ifPresent(slot -> nodes.writers.add(new WriterHost(context, slot, standBy, rank, onWriterChange)));
        return nodes;
    }

    /**
     * Adds the segments of this process. Whether the others are whole is not known here, so a damaged disk is not emptied by itself.
     */
    void addSegments(NodeContext context, Disks of, Collection<SegmentId> ids) {
        disks = of;
        ids.forEach(segment -> segments.add(new SegmentHost(context, segment, of, () -> {})));
    }

    /** By index. */
    List<SegmentHost> segments() {
        return segments;
    }

    /** By slot. */
    List<WriterHost> writers() {
        return writers;
    }

    /** By number. */
    List<ReplicaHost> replicas() {
        return replicas;
    }

    boolean isClosing() {
        return closing;
    }

    void beginClose() {
        closing = true;
    }

    /** Lets the writers take no more work, and waits for what they have, but not for longer than this. */
    void endWork(Clock clock, Await waits, Duration longest) {
        beginClose();
        writers.forEach(host -> host.run().beginClose());
        long deadline = clock.nowNanos() + longest.toNanos();
        while (writers.stream().anyMatch(host -> host.run().isBusy()) && clock.nowNanos() < deadline) {
            waits.pause(CLOSE_LOOK_NANOS);
        }
    }

    /** Stops every thread and closes every store; what was acknowledged stays. */
    void stop() {
        replicas.forEach(ReplicaHost::close);
        writers.forEach(WriterHost::close);
        segments.forEach(SegmentHost::close);
        Disks open = disks;
        if (open != null) {
            open.close();
        }
    }
}
