package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreVisitor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The five families as ordered maps of sealed values. Owns its arrays; not thread safe. */
final class Image implements StoreBatch.Operations {
    private final Map<ColumnFamily, NavigableMap<byte[], byte[]>> families = new EnumMap<>(ColumnFamily.class);
    private long sizeBytes;

    Image() {
        for (ColumnFamily family : ColumnFamily.values()) {
            families.put(family, new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    NavigableMap<byte[], byte[]> family(ColumnFamily family) {
        NavigableMap<byte[], byte[]> entries = families.get(family);
        if (entries == null) {
            throw new AssertionError("every family has its map");
        }
        return entries;
    }

    /** The entry with that many before it. */
    Map.Entry<byte[], byte[]> entry(ColumnFamily family, int index) {
        Iterator<Map.Entry<byte[], byte[]>> entries = family(family).entrySet().iterator();
        for (int i = 0; i < index; i++) {
            entries.next();
        }
        return entries.next();
    }

    long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
        byte[] previous = family(family).put(key, sealedValue);
        sizeBytes += sealedValue.length - (previous == null ? -key.length : previous.length);
    }

    @Override
    public void delete(ColumnFamily family, byte[] key) {
        byte[] previous = family(family).remove(key);
        if (previous != null) {
            sizeBytes -= key.length + previous.length;
        }
    }

    @Override
    public void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {
        NavigableMap<byte[], byte[]> range = family(family).subMap(fromInclusive, true, toExclusive, false);
        range.forEach((key, value) -> sizeBytes -= key.length + value.length);
        range.clear();
    }

    void scan(ColumnFamily family, byte[] fromInclusive, byte @Nullable [] toExclusive, StoreVisitor visitor) {
        NavigableMap<byte[], byte[]> tail = family(family).tailMap(fromInclusive, true);
        visit(bounded(tail, fromInclusive, toExclusive), visitor);
    }

    private static NavigableMap<byte[], byte[]> bounded(
            NavigableMap<byte[], byte[]> tail, byte[] fromInclusive, byte @Nullable [] toExclusive) {
        if (toExclusive == null) {
            return tail;
        }
        boolean empty = Arrays.compareUnsigned(fromInclusive, toExclusive) >= 0;
        return empty ? new TreeMap<>(Arrays::compareUnsigned) : tail.headMap(toExclusive, false);
    }

    void scanReverse(ColumnFamily family, byte @Nullable [] fromInclusive, byte[] toInclusive, StoreVisitor visitor) {
        NavigableMap<byte[], byte[]> tail = family(family).tailMap(toInclusive, true);
        if (fromInclusive == null) {
            visit(tail.descendingMap(), visitor);
        } else if (Arrays.compareUnsigned(toInclusive, fromInclusive) <= 0) {
            visit(tail.headMap(fromInclusive, true).descendingMap(), visitor);
        }
    }

    private static void visit(Map<byte[], byte[]> entries, StoreVisitor visitor) {
        for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
            if (!visitor.visit(entry.getKey().clone(), entry.getValue().clone())) {
                return;
            }
        }
    }
}
