package dev.sextant.replication.verify;

import dev.sextant.api.PageId;
import dev.sextant.replication.client.CatalogRows;
import dev.sextant.storage.tree.Direction;
import dev.sextant.storage.tree.KeyRange;
import dev.sextant.storage.tree.LeafVisitor;
import dev.sextant.storage.tree.PageSource;
import dev.sextant.storage.tree.Tree;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables that a volume's catalog names. */
public final class CatalogTables {
    private CatalogTables() {}

    /** Name and root page of every table, as of the read point that the pages are of. Throws what the pages throw. */
    public static SortedMap<String, PageId> read(PageSource pages) {
        SortedMap<String, PageId> roots = new TreeMap<>();
        Tree.scan(
                pages,
                PageId.CATALOG_ROOT,
                KeyRange.all(),
                Direction.ASC,
                row -> {
                    if (!row.isTombstone() && CatalogRows.namesTable(row.key())) {
                        roots.put(CatalogRows.name(row.key()), CatalogRows.root(Tree.value(pages, row)));
                    }
                    return true;
                },
                LeafVisitor.NONE);
        return roots;
    }
}
