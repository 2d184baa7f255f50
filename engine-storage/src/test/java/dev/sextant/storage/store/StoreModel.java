package dev.sextant.storage.store;

import static dev.sextant.storage.store.StoreFixtures.collecting;
import static dev.sextant.storage.store.StoreFixtures.entries;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a store should hold, as slow and plain as can be: hexadecimal keys, whose order as text is that of the bytes. */
public final class StoreModel implements StoreBatch.Operations {
    private final Map<ColumnFamily, TreeMap<String, String>> families = new EnumMap<>(ColumnFamily.class);

    public StoreModel() {
        for (ColumnFamily family : ColumnFamily.values()) {
            families.put(family, new TreeMap<>());
        }
    }

    /** A model that goes its own way from here. */
    public StoreModel copy() {
        StoreModel copy = new StoreModel();
        families.forEach((family, entries) -> copy.families.get(family).putAll(entries));
        return copy;
    }

    /** Applies the batch. */
    public void write(StoreBatch batch) {
        batch.forEach(this);
    }

    @Override
    public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
        String value = new String(sealedValue, 0, sealedValue.length - ValueSeal.BYTES, StandardCharsets.UTF_8);
        families.get(family).put(hex(key), value);
    }

    @Override
    public void delete(ColumnFamily family, byte[] key) {
        families.get(family).remove(hex(key));
    }

    @Override
    public void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {
        families.get(family)
                .keySet()
                .removeIf(key -> key.compareTo(hex(fromInclusive)) >= 0 && key.compareTo(hex(toExclusive)) < 0);
    }

    List<String> scan(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive, int limit) {
        List<String> found = new ArrayList<>();
        families.get(family).forEach((key, value) -> {
            boolean inside = key.compareTo(hex(fromInclusive)) >= 0
                    && (toExclusive == null || key.compareTo(hex(toExclusive)) < 0);
            if (inside) {
                found.add(key + "=" + value);
            }
        });
        return found.subList(0, Math.min(limit, found.size()));
    }

    List<String> scanReverse(ColumnFamily family, byte[] fromInclusive, byte[] toInclusive, int limit) {
        List<String> found = new ArrayList<>();
        families.get(family).forEach((key, value) -> {
            boolean inside = key.compareTo(hex(toInclusive)) >= 0
                    && (fromInclusive == null || key.compareTo(hex(fromInclusive)) <= 0);
            if (inside) {
                found.add(key + "=" + value);
            }
        });
        Collections.reverse(found);
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** Compares everything, in both directions and key by key. */
    public void assertSameAs(SegmentStore store) {
        families.forEach((family, expected) -> {
            List<String> ascending = scan(family, new byte[0], null, Integer.MAX_VALUE);
            assertEquals(ascending, entries(store, family));
            List<String> descending = new ArrayList<>();
            store.scanReverse(family, null, new byte[0], collecting(descending));
            assertEquals(scanReverse(family, null, new byte[0], Integer.MAX_VALUE), descending);
            expected.forEach((key, value) -> assertEquals(value, StoreFixtures.get(store, family, key)));
        });
    }

    private static String hex(byte[] key) {
        return HexFormat.of().formatHex(key);
    }
}
