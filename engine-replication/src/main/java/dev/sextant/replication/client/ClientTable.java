package dev.sextant.replication.client;

import dev.sextant.api.Codec;
import dev.sextant.api.PageId;
import dev.sextant.api.Table;
import dev.sextant.api.VersionId;

/**
 * A handle for a table: as the API describes it, and where the table is. It is good for the cluster of its catalog.
 *
 * @param line the line of history on which the table was found there
 */
record ClientTable<K, V>(
        Catalog catalog, VersionId line, PageId root, String name, Codec<K> keyCodec, Codec<V> valueCodec)
        implements Table<K, V> {
    @Override
    public String toString() {
        return "table '" + name + "'";
    }
}
