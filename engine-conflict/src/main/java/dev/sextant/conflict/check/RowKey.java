package dev.sextant.conflict.check;

import dev.sextant.api.PageId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A row of the volume: the table, named by its root page, and the key in it. Ordered by table, then by the key's bytes as
 * unsigned numbers, which is the order of the rows in the tree. Nobody changes the key's bytes.
 */
public record RowKey(PageId table, byte[] key) implements Comparable<RowKey> {
    @Override
    public int compareTo(RowKey other) {
        int byTable = table.compareTo(other.table);
        return byTable != 0 ? byTable : Arrays.compareUnsigned(key, other.key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowKey that && table.equals(that.table) && Arrays.equals(key, that.key);
    }

    @Override
    public int hashCode() {
        return 31 * table.hashCode() + Arrays.hashCode(key);
    }

    @Override
    public String toString() {
        return table + "/" + printable(key);
    }

    /** Bytes for people: as text if all of them are printable ASCII, else in hexadecimal. */
    static String printable(byte[] bytes) {
        for (byte b : bytes) {
            if (b < ' ' || b > '~') {
                return "0x" + HexFormat.of().formatHex(bytes);
            }
        }
        return "'" + new String(bytes, StandardCharsets.US_ASCII) + "'";
    }
}
