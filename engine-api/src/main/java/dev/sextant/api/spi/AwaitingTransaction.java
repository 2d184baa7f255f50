package dev.sextant.api.spi;

import dev.sextant.api.CommitResult;
import dev.sextant.api.Range;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import java.util.List;
import java.util.Optional;

/** The blocking half of a transaction, over the asynchronous one that an engine implements. */
public interface AwaitingTransaction extends Transaction {
    /** How this engine waits. */
    Await waits();

    @Override
    default <K, V> Optional<V> get(Table<K, V> table, K key) {
        return waits().await(getAsync(table, key));
    }

    @Override
    default <K, V> List<Row<K, V>> scan(Table<K, V> table, Range<K> range, ScanOptions options) {
        return waits().await(scanAsync(table, range, options));
    }

    @Override
    default <K, V> void insert(Table<K, V> table, K key, V value) {
        waits().await(insertAsync(table, key, value));
    }

    @Override
    default CommitResult commit() {
        return waits().await(commitAsync());
    }
}
