package dev.sextant.bench.backtrack;

import dev.sextant.api.Range;
import dev.sextant.api.Row;
import dev.sextant.api.ScanOptions;
import dev.sextant.api.Table;
import dev.sextant.api.Transaction;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** All rows of a table as one transaction sees them, in a few bytes. */
record TableDigest(long rows, long crc) {
    private static final int ROWS_AT_ONCE = 5_000;

    static TableDigest of(Transaction transaction, Table<Long, byte[]> table) {
        CRC32C crc = new CRC32C();
        long rows = 0;
        Range<Long> rest = Range.all();
        List<Row<Long, byte[]>> part;
        do {
            part = transaction.scan(table, rest, ScanOptions.DEFAULT.withLimit(ROWS_AT_ONCE));
            for (Row<Long, byte[]> row : part) {
                crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, row.key()));
                crc.update(row.value());
                rest = Range.greaterThan(row.key());
                rows++;
            }
        } while (part.size() == ROWS_AT_ONCE);
        return new TableDigest(rows, crc.getValue());
    }
}
