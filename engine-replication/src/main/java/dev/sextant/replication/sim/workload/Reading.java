package dev.sextant.replication.sim.workload;

import dev.sextant.api.Range;
import dev.sextant.api.ReadConsistency;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import dev.sextant.api.TransactionOptions;
import dev.sextant.api.TransactionWork;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads that wait, for what follows the steps; and what rows become afterwards. */
final class Reading {
    private static final TransactionOptions OPTIONS =
            TransactionOptions.DEFAULT.withConsistency(ReadConsistency.GLOBAL).asReadOnly();
    private static final int PAGE_ROWS = 500;

    private Reading() {}

    /** Reads one snapshot that shows all that was acknowledged. */
    static <T> T last(WorkloadContext context, TransactionWork<T, RuntimeException> work) {
        return context.database().transact(OPTIONS, work);
    }

    /** All rows of a table, however many. */
    static <K, V> List<Row<K, V>> all(Transaction transaction, Table<K, V> table) {
        List<Row<K, V>> rows = new ArrayList<>();
        Range<K> rest = Range.all();
        while (true) {
            List<Row<K, V>> page = transaction.scan(table, rest, ScanOptions.DEFAULT.withLimit(PAGE_ROWS));
            rows.addAll(page);
            if (page.size() < PAGE_ROWS) {
                return rows;
            }
            rest = Range.greaterThan(page.get(page.size() - 1).key());
        }
    }

    /** The rows by their keys. */
    static <K extends Comparable<K>, V> SortedMap<K, V> map(List<Row<K, V>> rows) {
        SortedMap<K, V> map = new TreeMap<>();
        rows.forEach(row -> map.put(row.key(), row.value()));
        return map;
    }
}
