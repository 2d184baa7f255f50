package dev.sextant.replication.node;

import dev.sextant.api.spi.Check;
import dev.sextant.storage.segment.SegmentEffect;
import dev.sextant.storage.segment.SegmentInput;
import dev.sextant.storage.segment.Shelf;
import dev.sextant.storage.segment.StoredEntry;
import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreCorruptException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A segment's shelves in its store: gathers what is to be kept into one batch, and finds what is asked for. */
final class Shelves {
    private final SegmentStore store;
    private final StoreBatch batch = new StoreBatch();
    private boolean synced;

    Shelves(SegmentStore store) {
        this.store = store;
    }

    private static ColumnFamily family(Shelf shelf) {
        return switch (shelf) {
            case PROPOSALS -> ColumnFamily.PROPOSALS;
            case REDO -> ColumnFamily.REDO;
            case PAGES -> ColumnFamily.PAGES;
            case DECISIONS -> ColumnFamily.DECISIONS;
            case META -> ColumnFamily.META;
        };
    }

    /** Takes a change into the batch. */
    void gather(SegmentEffect.Persist persist) {
        byte[] value = persist.value();
        if (value == null) {
            batch.delete(family(persist.shelf()), persist.key());
        } else {
            batch.put(family(persist.shelf()), persist.key(), value);
        }
        synced |= persist.synced();
    }

    /** Writes the batch, synced if any change in it is to be; throws what the store throws. */
    void write() {
        if (!batch.isEmpty()) {
            store.write(batch, synced ? Durability.SYNCED : Durability.UNSYNCED);
            batch.clear();
            synced = false;
        }
    }

    /** What a load finds, or that an entry in its range is corrupt. */
    SegmentInput find(SegmentEffect.Load load) {
        try {
            return new SegmentInput.Loaded(load.loadId(), isOneKey(load) ? one(load) : range(load));
        } catch (StoreCorruptException corrupt) {
            return new SegmentInput.LoadFailed(load.loadId(), String.valueOf(corrupt.getMessage()), corrupt.key());
        }
    }

    /** Whether the range holds no key but its first. */
    private static boolean isOneKey(SegmentEffect.Load load) {
        byte[] from = load.from();
        byte[] to = load.to();
        return from.length > 0
                && to.length == from.length + 1
                && to[from.length] == 0
                && Arrays.equals(from, 0, from.length, to, 0, from.length);
    }

    private List<StoredEntry> one(SegmentEffect.Load load) {
        byte[] value = store.get(family(load.shelf()), load.from());
        return value == null ? List.of() : List.of(new StoredEntry(load.from(), value));
    }

    private List<StoredEntry> range(SegmentEffect.Load load) {
        Check.argument(load.limit() > 0, "a load reads something");
        List<StoredEntry> found = new ArrayList<>();
        ColumnFamily family = family(load.shelf());
        if (load.reverse()) {
            store.scanReverse(family, load.to(), load.from(), (key, value) -> {
                if (!Arrays.equals(key, load.to())) {
                    found.add(new StoredEntry(key, value));
                }
                return found.size() < load.limit();
            });
        } else {
            store.scan(family, load.from(), load.to(), (key, value) -> {
                found.add(new StoredEntry(key, value));
                return found.size() < load.limit();
            });
        }
        return found;
    }
}
