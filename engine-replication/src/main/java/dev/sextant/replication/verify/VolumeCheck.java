package dev.sextant.replication.verify;

import dev.sextant.api.PageId;
import dev.sextant.api.VerifyReport;
import dev.sextant.storage.page.PageCorruptException;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.tree.Direction;
import dev.sextant.storage.tree.KeyRange;
import dev.sextant.storage.tree.LeafVisitor;
import dev.sextant.storage.tree.PageSource;
import dev.sextant.storage.tree.Tree;
import dev.sextant.storage.tree.TreeCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks a volume as of one read point: segments against each other, page by page, then every tree, and that no page belongs to
 * two of them. Used once.
 */
public final class VolumeCheck {
    /** The most findings that a report lists; a volume that has more needs no longer list. */
    public static final int MOST_PROBLEMS = 1_000;

    private static final String CATALOG = "the catalog";

    private final PageFormat format;
    private final PageSource pages;
    private final Observer observer;
    private final NavigableSet<PageId> reached = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();
    private final Map<String, PageId> tables = new TreeMap<>();
    private long rows;

    /** Hears of everything as it is looked at. */
    public interface Observer {
        /** Hears only of what the report tells in the end. */
        Observer NONE = new Observer() {};

        /** Something is wrong. */
        default void found(Finding finding) {}

        /** A page was compared between all segments. */
        default void compared(PageId page) {}

        /** A table's tree was walked. */
        default void walked(String table, PageId root, long rows, long pages) {}
    }

    /**
     * A check.
     *
     * @param pages the volume's pages as of the read point
     */
    public VolumeCheck(PageFormat format, PageSource pages, Observer observer) {
        this.format = format;
        this.pages = pages;
        this.observer = observer;
    }

    /** Compares what these segments hold as of the read point that the cursors were made for, then walks the trees. */
    public VerifyReport run(List<DigestCursor> segments) {
        ChainComparison chains = new ChainComparison(segments, new Gathering());
        chains.run();
        walkTrees();
        return new VerifyReport(chains.pages(), chains.versions(), tables.size() + 1, rows, segments.size(), problems);
    }

    /** The pages of all trees that were walked. */
    public NavigableSet<PageId> reached() {
        return reached;
    }

    private void walkTrees() {
        walk(CATALOG, PageId.CATALOG_ROOT);
        try {
            tables.putAll(CatalogTables.read(pages));
        } catch (PageCorruptException e) {
            report(Finding.ofPage(null, e.page(), CATALOG + " cannot be read to its end: " + e.getMessage()));
        }
        for (Map.Entry<String, PageId> table : tables.entrySet()) {
            rows += walk("table " + table.getKey(), table.getValue());
        }
    }

    /** Checks a tree and counts its rows. */
    private long walk(String what, PageId root) {
        int before = reached.size();
        List<TreeCheck.Problem> found = TreeCheck.check(pages, root, format, reached);
        found.forEach(problem -> report(Finding.ofPage(null, problem.page(), what + ": " + problem)));
        long counted = found.isEmpty() ? rows(root) : 0;
        observer.walked(what, root, counted, reached.size() - (long) before);
        return counted;
    }

    private long rows(PageId root) {
        long[] counted = new long[1];
        Tree.scan(
                pages,
                root,
                KeyRange.all(),
                Direction.ASC,
                row -> {
                    counted[0] += row.isTombstone() ? 0 : 1;
                    return true;
                },
                LeafVisitor.NONE);
        return counted[0];
    }

    private void report(Finding finding) {
        observer.found(finding);
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(finding.what());
        }
    }

    /** Notes what the comparison finds. */
    private final class Gathering implements Observer {
        @Override
        public void found(Finding finding) {
            report(finding);
        }

        @Override
        public void compared(PageId page) {
            observer.compared(page);
        }
    }
}
