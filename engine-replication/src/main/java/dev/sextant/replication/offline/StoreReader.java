package dev.sextant.replication.offline;

import dev.sextant.storage.segment.Shelf;
import dev.sextant.storage.segment.ShelfReader;
import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreCorruptException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the shelves of a store, and goes on behind a value that fails its checksum. */
final class StoreReader implements ShelfReader {
    private final SegmentStore store;

    StoreReader(SegmentStore store) {
        this.store = store;
    }

    static ColumnFamily family(Shelf shelf) {
        return ColumnFamily.valueOf(shelf.name());
    }

    @Override
    public void walk(Shelf shelf, byte[] from, byte[] to, Visitor visitor) {
        byte[] next = from;
        while (next != null) {
            next = walkToDamage(shelf, next, to, visitor);
        }
    }

    /** Where to go on behind something damaged; null at the end. */
    private byte @Nullable [] walkToDamage(Shelf shelf, byte[] from, byte[] to, Visitor visitor) {
        try {
            store.scan(family(shelf), from, to, (key, value) -> {
                visitor.entry(key, value);
                return true;
            });
            return null;
        } catch (StoreCorruptException e) {
            byte[] key = e.key();
            String problem = key == null
                    ? "a part of " + shelf + " cannot be read: " + e.getMessage()
                    : "a value of " + shelf + " fails its checksum";
            visitor.damaged(key, problem);
            return key == null ? null : Arrays.copyOf(key, key.length + 1);
        }
    }

    @Override
    public byte @Nullable [] value(Shelf shelf, byte[] key) {
        try {
            return store.get(family(shelf), key);
        } catch (StoreCorruptException toldByTheWalk) {
            return null;
        }
    }
}
