package dev.sextant.replication.client;

import dev.sextant.api.Codec;
import dev.sextant.api.Codecs;
import dev.sextant.api.PageId;
import dev.sextant.api.Range;
import dev.sextant.api.config.Limits;
import dev.sextant.api.spi.Check;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The rows of the catalog, the tree below {@link PageId#CATALOG_ROOT}. Each table has two of them:
 *
 * <pre>
 *   the name in UTF-8               -> format, root page id (8 bytes, big endian)
 *   FF, root page id (8 bytes)      -> format, the name in UTF-8
 * </pre>
 *
 * UTF-8 has no byte FF, so names come first, in the order of their bytes. The second row reserves the root page: two tables
 * that drew the same id would write the same row, and one of them draws again.
 */
public final class CatalogRows {
    /** What messages call the catalog. */
    static final String TABLE_NAME = "(catalog)";

    /** The catalog's own rows keep to these, whatever an application's may. */
    static final Limits LIMITS = Limits.DEFAULT;

    private static final byte RESERVATION = (byte) 0xFF;
    private static final byte FORMAT = 1;
    private static final Codec<String> NAMES = Codecs.utf8();

    private CatalogRows() {}

    /** The keys of all rows by name, and no others. */
    static Range<byte[]> names() {
        return Range.lessThan(new byte[] {RESERVATION});
    }

    /** The names after this one. */
    static Range<byte[]> namesAfter(String name) {
        return Range.open(nameKey(name), new byte[] {RESERVATION});
    }

    static byte[] nameKey(String name) {
        return NAMES.encode(name);
    }

    static byte[] reservationKey(PageId root) {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put(RESERVATION)
                .putLong(root.value())
                .array();
    }

    static byte[] rootValue(PageId root) {
        return ByteBuffer.allocate(1 + Long.BYTES)
                .put(FORMAT)
                .putLong(root.value())
                .array();
    }

    static byte[] reservationValue(String name) {
        byte[] bytes = NAMES.encode(name);
        return ByteBuffer.allocate(1 + bytes.length).put(FORMAT).put(bytes).array();
    }

    /** Whether a row of the catalog, one that is no tombstone, names a table's root page. */
    public static boolean namesTable(byte[] key) {
        return key.length > 0 && key[0] != RESERVATION;
    }

    /** The name of a row for which {@link #namesTable} holds. */
    public static String name(byte[] key) {
        Check.argument(namesTable(key), "the key of a table's name");
        return NAMES.decode(key);
    }

    /** The root page in the value of such a row. */
    public static PageId root(byte[] value) {
        Check.state(
                value.length == 1 + Long.BYTES && value[0] == FORMAT,
                "the catalog has records of the format that this version writes",
                Arrays.toString(value));
        return new PageId(ByteBuffer.wrap(value, 1, Long.BYTES).getLong());
    }
}
