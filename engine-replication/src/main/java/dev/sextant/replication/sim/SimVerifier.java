package dev.sextant.replication.sim;

import dev.sextant.api.PageId;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentState;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.config.Timeouts;
import dev.sextant.replication.client.CatalogRows;
import dev.sextant.replication.client.WriterPort;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.replication.sim.world.WriterSlot;
import dev.sextant.replication.writer.ClientAnswer;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.replication.writer.WriterInput;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.tree.Direction;
import dev.sextant.storage.tree.KeyRange;
import dev.sextant.storage.tree.LeafVisitor;
import dev.sextant.storage.tree.PageSource;
import dev.sextant.storage.tree.Tree;
import dev.sextant.storage.tree.TreeCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks at a world's whole volume as of one read point: are all whole segments of one mind, and is every tree in order? The
 * world goes on meanwhile. For whoever has the turn.
 */
final class SimVerifier {
    private static final int MOST_PROBLEMS = 1_000;

    private final World world;
    private final Timeouts timeouts;
    private final List<String> problems = new ArrayList<>();

    SimVerifier(World world) {
        this.world = world;
        timeouts = world.settings().config().timeouts();
    }

    VerifyReport verify() {
        WriterPort writer = anOpenWriter();
        SnapshotRegistry.Lease lease = writer.snapshots().acquire();
        try {
            return verify(writer, lease.point());
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

    private VerifyReport verify(WriterPort writer, ReadPoint at) {
        List<SimSegment> whole = world.segments().stream()
                .filter(segment -> segment.state() == SegmentState.UP && !segment.isPaused())
                .toList();
        if (whole.isEmpty()) {
            throw new QuorumLostException(0, 1);
        }
        DigestWalk walk =
                new DigestWalk(at, world.waits(), world.time(), timeouts.read().toNanos(), this::report);
        walk.run(whole);
        PageSource pages = pages(writer, at);
        Map<String, PageId> tables = tables(pages);
        long rows = 0;
        check("the catalog", PageId.CATALOG_ROOT, pages);
        for (Map.Entry<String, PageId> table : tables.entrySet()) {
            check("table " + table.getKey(), table.getValue(), pages);
            rows += rows(table.getValue(), pages);
        }
        return new VerifyReport(walk.pages(), walk.versions(), tables.size() + 1, rows, whole.size(), problems);
    }

    /** The volume's pages, each fetched through a writer when it is asked for, and kept. */
    private PageSource pages(WriterPort writer, ReadPoint at) {
        Map<PageId, Page> kept = new TreeMap<>();
        return id -> {
            Page page = kept.get(id);
            if (page == null) {
                page = fetch(writer, id, at);
                kept.put(id, page);
            }
            return page;
        };
    }

    private Page fetch(WriterPort writer, PageId id, ReadPoint at) {
        Page cached = writer.pool().lookup(id, at);
        if (cached != null) {
            return cached;
        }
        ClientAnswer answer =
                world.waits().await(writer.request(request -> new WriterInput.FetchPage(request, id, at)));
        if (answer instanceof ClientAnswer.PageFetched fetched) {
            return fetched.page();
        }
        if (answer instanceof ClientAnswer.Failed failed && failed.reason() == ClientAnswer.Failed.Reason.QUORUM_LOST) {
            throw new QuorumLostException(0, 1);
        }
        throw WriterUnavailableException.of(writer.id(), writer.state());
    }

    private static Map<String, PageId> tables(PageSource pages) {
        Map<String, PageId> tables = new TreeMap<>();
        Tree.scan(
                pages,
                PageId.CATALOG_ROOT,
                KeyRange.all(),
                Direction.ASC,
                row -> {
                    if (!row.isTombstone() && CatalogRows.namesTable(row.key())) {
                        tables.put(CatalogRows.name(row.key()), CatalogRows.root(Tree.value(pages, row)));
                    }
                    return true;
                },
                LeafVisitor.NONE);
        return tables;
    }

    private void check(String what, PageId root, PageSource pages) {
        for (TreeCheck.Problem problem :
                TreeCheck.check(pages, root, world.settings().pageFormat())) {
            report(what + ": " + problem);
        }
    }

    private static long rows(PageId root, PageSource pages) {
        long[] rows = new long[1];
        Tree.scan(
                pages,
                root,
                KeyRange.all(),
                Direction.ASC,
                row -> {
                    rows[0] += row.isTombstone() ? 0 : 1;
                    return true;
                },
                LeafVisitor.NONE);
        return rows[0];
    }

    private void report(String problem) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(problem);
        }
    }
}
