package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The five families as ordered maps of sealed values. Keeps the arrays it is given; not thread safe. */
final class Image implements Changes {
    /** By the ordinal of the family. */
    private final List<NavigableMap<byte[], Stored>> families = new ArrayList<>();

    private long sizeBytes;

    /** Takes the entries of a scan as they lie there, until it says stop. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(byte[] key, Stored value);
    }

    Image() {
        for (int i = 0; i < ColumnFamily.values().length; i++) {
            families.add(new TreeMap<>(Arrays::compareUnsigned));
        }
    }

    NavigableMap<byte[], Stored> family(ColumnFamily family) {
        return families.get(family.ordinal());
    }

    /** The entry with that many before it. */
    Map.Entry<byte[], Stored> entry(ColumnFamily family, int index) {
        Iterator<Map.Entry<byte[], Stored>> entries = family(family).entrySet().iterator();
        for (int i = 0; i < index; i++) {
            entries.next();
        }
        return entries.next();
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** Sets the key and returns what it held before. */
    @Nullable
    Stored set(ColumnFamily family, byte[] key, Stored value) {
        Stored previous = family(family).put(key, value);
        sizeBytes += value.length() - (previous == null ? -key.length : previous.length());
        return previous;
    }

    /** Removes the key and returns what it held before. */
    @Nullable
    Stored remove(ColumnFamily family, byte[] key) {
        Stored previous = family(family).remove(key);
        if (previous != null) {
            sizeBytes -= key.length + previous.length();
        }
        return previous;
    }

    @Override
    public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
        set(family, key, new Stored(sealedValue));
    }

    @Override
    public void misplace(ColumnFamily family, byte[] key, byte[] sealedValue) {
        set(family, key, Stored.misplaced(sealedValue));
    }

    @Override
    public void delete(ColumnFamily family, byte[] key) {
        remove(family, key);
    }

    @Override
    public void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {
        NavigableMap<byte[], Stored> range = family(family).subMap(fromInclusive, true, toExclusive, false);
        range.forEach((key, value) -> sizeBytes -= key.length + value.length());
        range.clear();
    }

    void scan(ColumnFamily family, byte[] fromInclusive, byte @Nullable [] toExclusive, Visitor visitor) {
        NavigableMap<byte[], Stored> tail = family(family).tailMap(fromInclusive, true);
        visit(bounded(tail, fromInclusive, toExclusive), visitor);
    }

    private static NavigableMap<byte[], Stored> bounded(
            NavigableMap<byte[], Stored> tail, byte[] fromInclusive, byte @Nullable [] toExclusive) {
        if (toExclusive == null) {
            return tail;
        }
        boolean empty = Arrays.compareUnsigned(fromInclusive, toExclusive) >= 0;
        return empty ? new TreeMap<>(Arrays::compareUnsigned) : tail.headMap(toExclusive, false);
    }

    void scanReverse(ColumnFamily family, byte @Nullable [] fromInclusive, byte[] toInclusive, Visitor visitor) {
        NavigableMap<byte[], Stored> tail = family(family).tailMap(toInclusive, true);
        if (fromInclusive == null) {
            visit(tail.descendingMap(), visitor);
        } else if (Arrays.compareUnsigned(toInclusive, fromInclusive) <= 0) {
            visit(tail.headMap(fromInclusive, true).descendingMap(), visitor);
        }
    }

    private static void visit(Map<byte[], Stored> entries, Visitor visitor) {
        for (Map.Entry<byte[], Stored> entry : entries.entrySet()) {
            if (!visitor.visit(entry.getKey(), entry.getValue())) {
                return;
            }
        }
    }
}
