package dev.sextant.conflict.check;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Rows in a sorted map, with a few words to fill it. */
final class MapRows implements Rows {
    static final PageId TABLE = new PageId(7);

    final TreeMap<RowKey, RowState> rows;

    MapRows() {
        rows = new TreeMap<>();
    }

    MapRows(MapRows other) {
        rows = new TreeMap<>(other.rows);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    static RowKey row(String key) {
        return new RowKey(TABLE, bytes(key));
    }

    static KeyRange range(String from, String to) {
        return new KeyRange(bytes(from), to == null ? null : bytes(to));
    }

    MapRows live(String key, long lsn, String value) {
        return live(key, lsn, bytes(value));
    }

    MapRows live(String key, long lsn, byte[] value) {
        rows.put(row(key), RowState.live(new Lsn(lsn), value));
        return this;
    }

    MapRows tombstone(String key, long lsn) {
        rows.put(row(key), RowState.tombstone(new Lsn(lsn)));
        return this;
    }

    MapRows purge(String key) {
        rows.remove(row(key));
        return this;
    }

    MapRows copy() {
        return new MapRows(this);
    }

    /** Writes what a check has passed. */
    MapRows apply(CheckResult result, long lsn) {
        for (RowWrite write : ((CheckResult.Passed) result).writes()) {
            byte[] value = write.value();
            rows.put(
                    write.row(), value == null ? RowState.tombstone(new Lsn(lsn)) : RowState.live(new Lsn(lsn), value));
        }
        return this;
    }

    @Override
    public RowState row(PageId table, byte[] key) {
        return rows.get(new RowKey(table, key));
    }

    @Override
    public void scan(PageId table, KeyRange range, ScanDirection direction, RowVisitor visitor) {
        NavigableMap<RowKey, RowState> part = range.cut(table, rows);
        for (Map.Entry<RowKey, RowState> row :
                (direction == ScanDirection.ASCENDING ? part : part.descendingMap()).entrySet()) {
            if (!visitor.visit(row.getKey().key(), row.getValue())) {
                return;
            }
        }
    }
}
