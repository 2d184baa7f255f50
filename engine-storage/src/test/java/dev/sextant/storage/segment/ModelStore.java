package dev.sextant.storage.segment;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A store as the effects describe it: what was written unsynced can be lost from the end, batch by batch. */
final class ModelStore {
    private final Map<Shelf, NavigableMap<byte[], byte[]>> durable = empty();
    private final Map<Shelf, NavigableMap<byte[], byte[]>> current = empty();
    private final ArrayDeque<List<SegmentEffect.Persist>> unsynced = new ArrayDeque<>();

    private static Map<Shelf, NavigableMap<byte[], byte[]>> empty() {
        Map<Shelf, NavigableMap<byte[], byte[]>> shelves = new EnumMap<>(Shelf.class);
        for (Shelf shelf : Shelf.values()) {
            shelves.put(shelf, new TreeMap<>(Arrays::compareUnsigned));
        }
        return shelves;
    }

    void write(List<SegmentEffect.Persist> batch) {
        if (batch.isEmpty()) {
            return;
        }
        apply(batch, current);
        unsynced.add(batch);
        if (batch.stream().anyMatch(SegmentEffect.Persist::synced)) {
            unsynced.forEach(each -> apply(each, durable));
            unsynced.clear();
        }
    }

    private static void apply(List<SegmentEffect.Persist> batch, Map<Shelf, NavigableMap<byte[], byte[]>> to) {
        for (SegmentEffect.Persist persist : batch) {
            byte[] value = persist.value();
            if (value == null) {
                to.get(persist.shelf()).remove(persist.key());
            } else {
                to.get(persist.shelf()).put(persist.key(), value);
            }
        }
    }

    List<StoredEntry> read(SegmentEffect.Load load) {
        NavigableMap<byte[], byte[]> range = current.get(load.shelf()).subMap(load.from(), true, load.to(), false);
        List<StoredEntry> entries = new ArrayList<>();
        for (Map.Entry<byte[], byte[]> entry : (load.reverse() ? range.descendingMap() : range).entrySet()) {
            if (entries.size() == load.limit()) {
                break;
            }
            entries.add(new StoredEntry(entry.getKey(), entry.getValue()));
        }
        return entries;
    }

    /** How many batches at the end may be lost. */
    int unsyncedBatches() {
        return unsynced.size();
    }

    /** The power fails: all but the first so many unsynced batches are gone. */
    void crash(int kept) {
        for (int i = 0; i < kept; i++) {
            apply(unsynced.remove(), durable);
        }
        unsynced.clear();
        durable.forEach((shelf, entries) -> {
            current.get(shelf).clear();
            current.get(shelf).putAll(entries);
        });
    }

    NavigableMap<byte[], byte[]> shelf(Shelf shelf) {
        return current.get(shelf);
    }

    /** The disk is replaced by an empty one. */
    void wipe() {
        unsynced.clear();
        durable.values().forEach(Map::clear);
        current.values().forEach(Map::clear);
    }
}
