package dev.sextant.storage.memory;

import dev.sextant.storage.store.ColumnFamily;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Changes an image so that it can be taken back to what it was; not thread safe. */
final class UndoLog implements Changes {
    private final Image image;
    /** What each changed key held, the last change first. */
    private final Deque<Restoration> restorations = new ArrayDeque<>();

    /** What brings back the state before one change; null if there was nothing. */
    private record Restoration(
            ColumnFamily family, byte[] key, @Nullable Stored previous) {}

    UndoLog(Image image) {
        this.image = image;
    }

    @Override
    public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
        set(family, key, new Stored(sealedValue));
    }

    @Override
    public void misplace(ColumnFamily family, byte[] key, byte[] sealedValue) {
        set(family, key, Stored.misplaced(sealedValue));
    }

    private void set(ColumnFamily family, byte[] key, Stored value) {
        restorations.push(new Restoration(family, key, image.set(family, key, value)));
    }

    @Override
    public void delete(ColumnFamily family, byte[] key) {
        Stored previous = image.remove(family, key);
        if (previous != null) {
            restorations.push(new Restoration(family, key, previous));
        }
    }

    @Override
    public void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {
        image.family(family)
                .subMap(fromInclusive, true, toExclusive, false)
                .forEach((key, previous) -> restorations.push(new Restoration(family, key, previous)));
        image.deleteRange(family, fromInclusive, toExclusive);
    }

    /** Takes the image back to what it was when the log was last empty. */
    void rollBack() {
        while (!restorations.isEmpty()) {
            Restoration last = restorations.pop();
            if (last.previous == null) {
                image.remove(last.family, last.key);
            } else {
                image.set(last.family, last.key, last.previous);
            }
        }
    }

    /** Leaves the image as it is, for good. */
    void forget() {
        restorations.clear();
    }
}
