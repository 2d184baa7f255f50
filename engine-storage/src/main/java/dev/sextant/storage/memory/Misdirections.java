package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.StoreBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends values of writes to come astray, one a write. Not thread safe. */
final class Misdirections {
    private final Bites bites;
    private final List<Order> waiting = new ArrayList<>();

    /** What was asked for; both indices are counted round and round. */
    private record Order(ColumnFamily family, int putIndex, int entryIndex) {}

    Misdirections(Bites bites) {
        this.bites = bites;
    }

    void order(ColumnFamily family, int putIndex, int entryIndex) {
        waiting.add(new Order(family, putIndex, entryIndex));
    }

    /** Forgets what still waits. */
    void forget() {
        waiting.clear();
    }

    /** What becomes of a batch written over {@code image}: the first order that fits it is carried out. */
    DiskWrite direct(StoreBatch batch, Image image) {
        for (int i = 0; i < waiting.size(); i++) {
            DiskWrite.Misdirection astray = fit(waiting.get(i), batch, image);
            if (astray != null) {
                waiting.remove(i);
                return new DiskWrite(batch, astray);
            }
        }
        return new DiskWrite(batch, null);
    }

    private DiskWrite.@Nullable Misdirection fit(Order order, StoreBatch batch, Image image) {
        List<byte[]> keys = new PutKeys(order.family).of(batch);
        if (keys.isEmpty()) {
            return null;
        }
        int putIndex = Math.floorMod(order.putIndex, keys.size());
        byte[] intended = keys.get(putIndex);
        byte[] target = otherKey(order, intended, image);
        if (target == null) {
            return null;
        }
        bites.note(DiskBite.LOST_WRITE, order.family, intended);
        bites.note(DiskBite.MISPLACED_WRITE, order.family, target);
        return new DiskWrite.Misdirection(order.family, putIndex, target);
    }

    /** An entry's key that is not the intended one; null if there is no such entry. */
    private static byte @Nullable [] otherKey(Order order, byte[] intended, Image image) {
        int entries = image.family(order.family).size();
        for (int tried = 0; tried < Math.min(2, entries); tried++) {
            Map.Entry<byte[], Stored> entry =
                    image.entry(order.family, Math.floorMod(order.entryIndex + tried, entries));
            if (!Arrays.equals(entry.getKey(), intended)) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** The keys that a batch puts into a family, in order. */
    private record PutKeys(ColumnFamily wanted, List<byte[]> found) implements StoreBatch.Operations {
        PutKeys(ColumnFamily wanted) {
            this(wanted, new ArrayList<>());
        }

        List<byte[]> of(StoreBatch batch) {
            batch.forEach(this);
            return found;
        }

        @Override
        public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
            if (family == wanted) {
                found.add(key);
            }
        }

        @Override
        public void delete(ColumnFamily family, byte[] key) {}

        @Override
        public void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {}
    }
}
