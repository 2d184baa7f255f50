package dev.sextant.replication.client;

import dev.sextant.api.PageId;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The tables of the volume that are known in this process. A table's root page never changes on one line of history, from one
 * backtrack to the next, so what is known of a line stays true; a backtrack may undo a table, and another be made by its name.
 *
 * <p>Invariant: a name has one root on a line, and a root one name.
 *
 * <p>Thread safety: any thread.
 */
final class Catalog {
    private final ConcurrentHashMap<Key, PageId> roots = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<PageId, String> names = new ConcurrentHashMap<>();

    private final Set<VersionId> followed = ConcurrentHashMap.newKeySet();

    /** A table on a line of history. */
    private record Key(VersionId line, String name) {}

    Catalog() {
        names.put(PageId.CATALOG_ROOT, CatalogRows.TABLE_NAME);
    }

    /** The root page of a table on a line; null if this process has not come across it there. */
    @Nullable
    PageId root(VersionId line, String name) {
        return roots.get(new Key(line, name));
    }

    /** Whether all tables that are known on any line were looked for on this one, so that no handle needs to wait for it. */
    boolean isFollowed(VersionId line) {
        return line.isNone() || followed.contains(line);
    }

    /** Every table that is known was looked for on a line. */
    void followed(VersionId line) {
        followed.add(line);
    }

    /** The tables that are known on any line. */
    SortedSet<String> tables() {
        SortedSet<String> tables = new TreeSet<>();
        roots.keySet().forEach(key -> tables.add(key.name()));
        return tables;
    }

    /** The table of a root page, for messages. */
    String name(PageId root) {
        String name = names.get(root);
        return name == null ? root.toString() : name;
    }

    /** The catalog on storage has been read, on a line. */
    void learn(VersionId line, String name, PageId root) {
        PageId known = roots.putIfAbsent(new Key(line, name), root);
        Check.state(known == null || known.equals(root), "a table keeps its root page", name);
        String knownName = names.putIfAbsent(root, name);
        Check.state(knownName == null || knownName.equals(name), "two tables do not share a root page", root);
    }
}
