package dev.sextant.replication.client;

import dev.sextant.api.PageId;
import dev.sextant.api.Table;
import dev.sextant.api.UnknownTableException;
import dev.sextant.conflict.check.RowState;
import dev.sextant.conflict.check.Rows;

/**
 * Finds the root pages of the tables that a transaction uses: at once for the handles of its own cluster; for those of
 * another one by name, in the catalog as its snapshot shows it.
 */
record Tables(Catalog catalog, Rows snapshot) {
    /**
     * The root page of a table. Throws if a page of the catalog is missing; to be called again then.
     *
     * @throws UnknownTableException if the handle is another cluster's and there is no such table here
     */
    PageId root(Table<?, ?> table) {
        if (table instanceof ClientTable<?, ?> own && own.catalog() == catalog) {
            return own.root();
        }
        PageId known = catalog.root(table.name());
        if (known != null) {
            return known;
        }
        byte[] value = RowState.valueOf(snapshot.row(PageId.CATALOG_ROOT, CatalogRows.nameKey(table.name())));
        if (value == null) {
            throw new UnknownTableException(table.name());
        }
        PageId root = CatalogRows.root(value);
        catalog.learn(table.name(), root);
        return root;
    }
}
