package dev.sextant.storage.store;

import dev.sextant.api.SegmentId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Short words for the tests of stores. */
public final class StoreFixtures {
    /** The store most tests use. */
    public static final StoreIdentity IDENTITY = StoreIdentity.of(new UUID(1, 2), new SegmentId(3));

    private StoreFixtures() {}

    /** The bytes written as hexadecimal digits. */
    public static byte[] key(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** The bytes of a text. */
    public static byte[] text(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    /** A batch of one put. */
    public static StoreBatch put(ColumnFamily family, String hexKey, String value) {
        return new StoreBatch().put(family, key(hexKey), text(value));
    }

    /** The value as text, or "-" if there is none. */
    public static String get(SegmentStore store, ColumnFamily family, String hexKey) {
        byte[] value = store.get(family, key(hexKey));
        return value == null ? "-" : new String(value, StandardCharsets.UTF_8);
    }

    /** All entries of a family as "hexkey=value". */
    public static List<String> entries(SegmentStore store, ColumnFamily family) {
        List<String> entries = new ArrayList<>();
        store.scan(family, new byte[0], null, collecting(entries));
        return entries;
    }

    /** Takes every entry as "hexkey=value". */
    public static StoreVisitor collecting(List<String> target) {
        return (key, value) ->
                target.add(HexFormat.of().formatHex(key) + "=" + new String(value, StandardCharsets.UTF_8));
    }
}
