package dev.sextant.replication.sim;

import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentState;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import dev.sextant.replication.verify.DigestCursor;
import dev.sextant.replication.verify.FetchedPages;
import dev.sextant.replication.verify.VolumeCheck;
import dev.sextant.replication.writer.SnapshotRegistry;
import java.util.List;

/** Checks a world's volume as of one read point. The world goes on meanwhile. For whoever has the turn. */
final class SimVerifier {
    private final World world;

    SimVerifier(World world) {
        this.world = world;
    }

    VerifyReport verify() {
        WriterPort writer = anOpenWriter();
        SnapshotRegistry.Lease lease = writer.snapshots().acquire();
        try {
            List<DigestCursor> segments = cursors(lease.point());
            if (segments.isEmpty()) {
                throw new QuorumLostException(0, 1);
            }
            FetchedPages pages = new FetchedPages(writer, lease.point(), world.waits());
            return new VolumeCheck(world.settings().pageFormat(), pages, VolumeCheck.Observer.NONE).run(segments);
        } finally {
            writer.snapshots().release(lease);
        }
    }

    private WriterPort anOpenWriter() {
        for (WriterSlot slot : world.slots()) {
            if (slot.isOpen()) {
                return slot.current();
            }
        }
        throw WriterUnavailableException.none();
    }

    private List<DigestCursor> cursors(ReadPoint at) {
        return world.segments().stream()
                .filter(segment -> segment.state() == SegmentState.UP && !segment.isPaused())
                .map(segment -> cursor(segment, at))
                .toList();
    }

    private DigestCursor cursor(SimSegment segment, ReadPoint at) {
        long patienceNanos = world.settings().config().timeouts().read().toNanos();
        DigestCursor.Patience patience = new DigestCursor.Patience(
                world.waits(), world.time()::nowNanos, patienceNanos, () -> !segment.isRunning());
        return new DigestCursor(
                segment.id(), at, (since, from, most) -> segment.inspect(since, at, from, most), patience);
    }
}
