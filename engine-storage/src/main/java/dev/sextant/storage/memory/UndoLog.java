package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.StoreBatch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Changes an image so that it can be taken back to what it was; not thread safe. */
final class UndoLog implements StoreBatch.Operations {
    private final Image image;
    /** What restores each changed key, the last change first. */
    private final Deque<Runnable> restorations = new ArrayDeque<>();

    UndoLog(Image image) {
        this.image = image;
    }

    @Override
    public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
        remember(family, key);
        image.put(family, key, sealedValue);
    }

    @Override
    public void delete(ColumnFamily family, byte[] key) {
        remember(family, key);
        image.delete(family, key);
    }

    @Override
    public void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {
        List<Map.Entry<byte[], byte[]>> removed = new ArrayList<>();
        image.family(family)
                .subMap(fromInclusive, true, toExclusive, false)
                .forEach((key, value) -> removed.add(Map.entry(key, value)));
        restorations.push(() -> removed.forEach(entry -> image.put(family, entry.getKey(), entry.getValue())));
        image.deleteRange(family, fromInclusive, toExclusive);
    }

    private void remember(ColumnFamily family, byte[] key) {
        byte[] previous = image.family(family).get(key);
        if (previous == null) {
            restorations.push(() -> image.delete(family, key));
        } else {
            restorations.push(() -> image.put(family, key, previous));
        }
    }

    /** Takes the image back to what it was when the log was last empty. */
    void rollBack() {
        while (!restorations.isEmpty()) {
            restorations.pop().run();
        }
    }

    /** Leaves the image as it is, for good. */
    void forget() {
        restorations.clear();
    }
}
