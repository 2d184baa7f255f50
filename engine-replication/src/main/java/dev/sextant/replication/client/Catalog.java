package dev.sextant.replication.client;

import dev.sextant.api.PageId;
import dev.sextant.api.spi.Check;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the volume that are known in this process. A table's root page never changes, so what is known stays true.
 *
 * <p>Invariant: a name has one root and a root one name.
 *
 * <p>Thread safety: any thread.
 */
final class Catalog {
    private final ConcurrentHashMap<String, PageId> roots = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<PageId, String> names = new ConcurrentHashMap<>();

    Catalog() {
        names.put(PageId.CATALOG_ROOT, CatalogRows.TABLE_NAME);
    }

    /** The root page of a table; null if this process has not come across it. */
    @Nullable
    PageId root(String name) {
        return roots.get(name);
    }

    /** The table of a root page, for messages. */
    String name(PageId root) {
        String name = names.get(root);
        return name == null ? root.toString() : name;
    }

    /** The catalog on storage has been read. */
    void learn(String name, PageId root) {
        PageId known = roots.putIfAbsent(name, root);
        Check.state(known == null || known.equals(root), "a table keeps its root page", name);
        String knownName = names.putIfAbsent(root, name);
        Check.state(knownName == null || knownName.equals(name), "two tables do not share a root page", root);
    }
}
