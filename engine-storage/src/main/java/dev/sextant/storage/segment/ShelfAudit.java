package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.storage.page.DeltaCorruptException;
import dev.sextant.storage.page.PageCorruptException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks a whole shelf, record by record, and goes on past those that cannot be read. Counts. */
final class ShelfAudit implements ShelfReader.Visitor {
    private static final int ENTRIES_PER_REPORT = 4_096;

    private final Shelf shelf;
    private final AuditObserver observer;
    private final Consumer<StoredEntry> digest;
    private long entries;
    private long bytes;

    private ShelfAudit(Shelf shelf, AuditObserver observer, Consumer<StoredEntry> digest) {
        this.shelf = shelf;
        this.observer = observer;
        this.digest = digest;
    }

    /** Walks it to its end; a digest that throws since a record is corrupt is told of it. */
    static SegmentAudit.Volume walk(
            ShelfReader reader, Shelf shelf, AuditObserver observer, Consumer<StoredEntry> digest) {
        ShelfAudit audit = new ShelfAudit(shelf, observer, digest);
        reader.walk(shelf, SegmentKeys.FIRST, SegmentKeys.END, audit);
        observer.looked(shelf, audit.entries);
        return new SegmentAudit.Volume(audit.entries, audit.bytes);
    }

    @Override
    public void entry(byte[] key, byte[] value) {
        count(key.length + value.length);
        try {
            digest.accept(new StoredEntry(key, value));
        } catch (RecordCorruptException | DeltaCorruptException | PageCorruptException e) {
            observer.found(shelf, page(key), key, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void damaged(byte @Nullable [] key, String problem) {
        count(key == null ? 0 : key.length);
        observer.found(shelf, key == null ? null : page(key), key, problem);
    }

    private void count(int more) {
        entries++;
        bytes += more;
        if (entries % ENTRIES_PER_REPORT == 0) {
            observer.looked(shelf, entries);
        }
    }

    private @Nullable PageId page(byte[] key) {
        return SegmentKeys.pageIfAny(shelf, key);
    }
}
