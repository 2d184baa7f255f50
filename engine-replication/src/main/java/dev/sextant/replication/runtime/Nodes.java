package dev.sextant.replication.runtime;

import dev.sextant.api.SegmentId;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Quorums;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All segments and writers of a cluster, and whether it is about to close. */
final class Nodes {
    private final Disks disks;
    private final List<SegmentHost> segments = new ArrayList<>();
    private final List<WriterHost> writers = new ArrayList<>();
    private volatile boolean closing;

    Nodes(NodeContext context, Disks disks) {
        this.disks = disks;
        DamagedDisks damaged = new DamagedDisks(context, segments);
        for (int index = 0; index < Quorums.SIX.segments(); index++) {
            segments.add(new SegmentHost(context, new SegmentId(index), disks, damaged::found));
        }
        for (int slot = 0; slot < context.config().writers(); slot++) {
            writers.add(new WriterHost(context, new WriterId(slot)));
        }
    }

    /** By index. */
    List<SegmentHost> segments() {
        return segments;
    }

    /** By slot. */
    List<WriterHost> writers() {
        return writers;
    }

    Path place(SegmentId segment) {
        return disks.place(segment);
    }

    boolean isClosing() {
        return closing;
    }

    void beginClose() {
        closing = true;
    }

    /** Stops every thread and closes every store; what was acknowledged stays. */
    void stop() {
        writers.forEach(WriterHost::close);
        segments.forEach(SegmentHost::close);
        disks.close();
    }
}
