package dev.sextant.replication.client;

import dev.sextant.api.PageId;
import dev.sextant.api.Table;
import dev.sextant.api.UnknownTableException;
import dev.sextant.api.VersionId;
import dev.sextant.conflict.check.RowState;
import dev.sextant.conflict.check.Rows;
import org.jspecify.annotations.Nullable;

/**
 * Finds the root pages of the tables that a transaction uses: at once for the handles that were made on its line of history; for
 * others by name, in the catalog as its snapshot shows it.
 *
 * @param line the line of history that the snapshot is on; null if that is not known, as of one before a backtrack
 */
record Tables(Catalog catalog, Rows snapshot, @Nullable VersionId line) {
    /**
     * The root page of a table. Throws if a page of the catalog is missing; to be called again then.
     *
     * @throws UnknownTableException if there is no such table here: the handle is another cluster's, or the volume was taken back to
     *     before the table was made
     */
    PageId root(Table<?, ?> table) {
        ClientTable<?, ?> own = table instanceof ClientTable<?, ?> any && any.catalog() == catalog ? any : null;
        boolean always = own != null && own.root().equals(PageId.CATALOG_ROOT);
        if (own != null && (always || own.line().equals(line))) {
            return own.root();
        }
        PageId known = line == null ? null : catalog.root(line, table.name());
        if (known != null) {
            return known;
        }
        byte[] value = row(table.name());
        if (value == null && own != null && line == null) {
            return own.root(); // of the past, before the table was made: there is nothing on it
        }
        if (value == null) {
            throw new UnknownTableException(table.name());
        }
        PageId root = CatalogRows.root(value);
        if (line != null) {
            catalog.learn(line, table.name(), root);
        }
        return root;
    }

    /** Finds all tables that this process knows of on the snapshot's line. Throws if a page of the catalog is missing, as {@link #root}. */
    void follow(VersionId to) {
        for (String name : catalog.tables()) {
            byte[] value = catalog.root(to, name) == null ? row(name) : null;
            if (value != null) {
                catalog.learn(to, name, CatalogRows.root(value));
            }
        }
        catalog.followed(to);
    }

    private byte @Nullable [] row(String name) {
        return RowState.valueOf(snapshot.row(PageId.CATALOG_ROOT, CatalogRows.nameKey(name)));
    }
}
