package dev.sextant.replication.runtime;

import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentState;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.spi.Await;
import dev.sextant.replication.verify.DigestCursor;
import dev.sextant.replication.verify.FetchedPages;
import dev.sextant.replication.verify.VolumeCheck;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.storage.page.PageFormat;
import java.util.ArrayList;
import java.util.List;

/** Checks the running cluster's volume as of one read point, which it keeps in use meanwhile. */
final class Verifier {
    private final NodeContext context;
    private final Nodes nodes;
    private final Await waits;

    Verifier(NodeContext context, Nodes nodes, Await waits) {
        this.context = context;
        this.nodes = nodes;
        this.waits = waits;
    }

    VerifyReport verify() {
        WriterRun writer = anOpenWriter();
        SnapshotRegistry.Lease lease = writer.snapshots().acquire();
        try {
            List<DigestCursor> segments = cursors(lease.point());
            if (segments.isEmpty()) {
                throw new QuorumLostException(0, 1);
            }
            PageFormat format = new PageFormat(context.config().pageSizeBytes());
            FetchedPages pages = new FetchedPages(writer, lease.point(), waits);
            return new VolumeCheck(format, pages, VolumeCheck.Observer.NONE).run(segments);
        } finally {
            writer.snapshots().release(lease);
        }
    }

    private WriterRun anOpenWriter() {
        for (WriterHost host : nodes.writers()) {
            WriterRun run = host.run();
            if (run.isOpen()) {
                return run;
            }
        }
        throw WriterUnavailableException.none();
    }

    private List<DigestCursor> cursors(ReadPoint at) {
        long patienceNanos = context.config().timeouts().read().toNanos();
        List<DigestCursor> cursors = new ArrayList<>();
        for (SegmentHost host : nodes.segments()) {
            SegmentRun run = host.run();
            if (run != null && run.state() == SegmentState.UP) {
                DigestCursor.Patience patience =
                        new DigestCursor.Patience(waits, context.clock()::nowNanos, patienceNanos, run::hasEnded);
                cursors.add(new DigestCursor(
                        host.id(), at, (since, from, most) -> run.inspect(since, at, from, most), patience));
            }
        }
        return cursors;
    }
}
