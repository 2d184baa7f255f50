package dev.sextant.replication.client;

import dev.sextant.api.Codec;
import dev.sextant.api.PageId;
import dev.sextant.api.Table;

/** A handle for a table: as the API describes it, and where the table is. It is good for the cluster of its catalog. */
record ClientTable<K, V>(Catalog catalog, PageId root, String name, Codec<K> keyCodec, Codec<V> valueCodec)
        implements Table<K, V> {
    @Override
    public String toString() {
        return "table '" + name + "'";
    }
}
