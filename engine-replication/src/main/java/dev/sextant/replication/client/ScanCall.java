package dev.sextant.replication.client;

import dev.sextant.api.PageId;
import dev.sextant.api.Range;
import dev.sextant.api.Row;
import dev.sextant.api.ScanLimitExceededException;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.config.Limits;
import dev.sextant.api.spi.Coding;
import dev.sextant.conflict.check.KeyRange;
import dev.sextant.conflict.check.ScanDirection;
import dev.sextant.conflict.check.TransactionScan;
import dev.sextant.conflict.check.TransactionView;
import dev.sextant.conflict.check.VisibleRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One scan of a table: encodes its range, runs it as often as pages are missing, holds it to the limits, and decodes its rows.
 *
 * <p>Not safe for use by two threads at once.
 */
final class ScanCall<K, V> {
    private final Table<K, V> table;
    private final Limits limits;
    private final Coding<K, V> coding;
    private final Coding.ByteRange range;
    private final ScanDirection direction;
    private final int maxRows;
    private @Nullable TransactionScan scan;

    ScanCall(Table<K, V> table, Range<K> range, ScanOptions options, Limits limits) {
        this.table = table;
        this.limits = limits;
        coding = new Coding<>(table, limits);
        this.range = coding.encodeRange(range);
        direction = options.direction() == ScanOptions.Direction.ASCENDING
                ? ScanDirection.ASCENDING
                : ScanDirection.DESCENDING;
        // One more than may be returned, to see that there are too many.
        maxRows = Math.min(options.limit().orElse(Integer.MAX_VALUE), limits.scanRows() + 1);
    }

    /** The rows, or an exception if they are too many. Throws if a page is missing; to be called again then. */
    List<VisibleRow> run(TransactionView view, PageId root) {
        if (range.isEmpty()) {
            return List.of();
        }
        if (scan == null) {
            scan = view.scan(root, keys(), direction, maxRows, limits.scanBytes());
        }
        List<VisibleRow> rows = scan.run();
        if (rows.size() > limits.scanRows()) {
            throw new ScanLimitExceededException(table.name(), "rows", limits.scanRows());
        }
        if (scan.isOverBytes()) {
            throw new ScanLimitExceededException(table.name(), "bytes", limits.scanBytes());
        }
        return rows;
    }

    private KeyRange keys() {
        byte @Nullable [] to = range.to();
        return to == null ? KeyRange.startingAt(range.from()) : KeyRange.between(range.from(), to);
    }

    /** The rows for the application. The codecs get bytes of their own, since they may keep or change them. */
    List<Row<K, V>> decode(List<VisibleRow> rows) {
        List<Row<K, V>> decoded = new ArrayList<>(rows.size());
        for (VisibleRow row : rows) {
            K key = coding.decodeKey(row.key().clone());
            decoded.add(new Row<>(key, coding.decodeValue(row.value().clone())));
        }
        return decoded;
    }
}
