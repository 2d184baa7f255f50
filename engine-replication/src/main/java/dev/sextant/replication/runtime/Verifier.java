package dev.sextant.replication.runtime;

import dev.sextant.api.PageId;
import dev.sextant.api.QuorumLostException;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentState;
import dev.sextant.api.VerifyReport;
import dev.sextant.api.WriterUnavailableException;
import dev.sextant.api.spi.Await;
import dev.sextant.replication.client.CatalogRows;
import dev.sextant.replication.writer.SnapshotRegistry;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.tree.Direction;
import dev.sextant.storage.tree.KeyRange;
import dev.sextant.storage.tree.LeafVisitor;
import dev.sextant.storage.tree.Tree;
import dev.sextant.storage.tree.TreeCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks at the whole volume as of one read point, which it keeps in use meanwhile: are all whole segments of one mind, and is
 * every tree in order?
 */
final class Verifier {
    private static final int MOST_PROBLEMS = 1_000;

    private final NodeContext context;
    private final Nodes nodes;
    private final Await waits;
    private final List<String> problems = new ArrayList<>();

    Verifier(NodeContext context, Nodes nodes, Await waits) {
        this.context = context;
        this.nodes = nodes;
        this.waits = waits;
    }

    VerifyReport verify() {
        WriterRun writer = anOpenWriter();
        SnapshotRegistry.Lease lease = writer.snapshots().acquire();
        try {
            return verify(writer, lease.point());
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

    private VerifyReport verify(WriterRun writer, ReadPoint at) {
        List<DigestCursor> cursors = cursors(at);
        if (cursors.isEmpty()) {
            throw new QuorumLostException(0, 1);
        }
        ChainComparison chains = new ChainComparison(cursors, this::report);
        chains.run();
        FetchedPages pages = new FetchedPages(writer, at, waits);
        Map<String, PageId> tables = tables(pages);
        long rows = 0;
        check("the catalog", PageId.CATALOG_ROOT, pages);
        for (Map.Entry<String, PageId> table : tables.entrySet()) {
            check("table " + table.getKey(), table.getValue(), pages);
            rows += rows(table.getValue(), pages);
        }
        return new VerifyReport(chains.pages(), chains.versions(), tables.size() + 1, rows, cursors.size(), problems);
    }

    private List<DigestCursor> cursors(ReadPoint at) {
        long patience = context.config().timeouts().read().toNanos();
        List<DigestCursor> cursors = new ArrayList<>();
        for (SegmentHost host : nodes.segments()) {
            SegmentRun run = host.run();
            if (run != null && run.state() == SegmentState.UP) {
                cursors.add(new DigestCursor(host.id(), run, at, waits, context.clock(), patience));
            }
        }
        return cursors;
    }

    private static Map<String, PageId> tables(FetchedPages pages) {
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

    private void check(String what, PageId root, FetchedPages pages) {
        PageFormat format = new PageFormat(context.config().pageSizeBytes());
        for (TreeCheck.Problem problem : TreeCheck.check(pages, root, format)) {
            report(what + ": " + problem);
        }
    }

    private static long rows(PageId root, FetchedPages pages) {
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
