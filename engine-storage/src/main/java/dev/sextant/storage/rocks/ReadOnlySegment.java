package dev.sextant.storage.rocks;

import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.SegmentStore;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A segment's store opened to be looked at. Nothing in its directory changes, and it cannot be written to. */
public final class ReadOnlySegment implements AutoCloseable {
    private static final String ENTRIES = "rocksdb.estimate-num-keys";
    private static final String SORTED_BYTES = "rocksdb.live-sst-files-size";
    private static final String LOG_BYTES = "rocksdb.cur-size-all-mem-tables";

    private final SegmentStore store;
    private final String place;
    private final RocksDatabase database;

    ReadOnlySegment(SegmentStore store, String place, RocksDatabase database) {
        this.store = store;
        this.place = place;
        this.database = database;
    }

    /**
     * What a family takes.
     *
     * @param entries about how many there are
     * @param sortedBytes its sorted files, compressed
     * @param logBytes about what of it is only in the log yet, as it is in memory
     */
    public record FamilySize(long entries, long sortedBytes, long logBytes) {}

    /** The store; a write to it throws {@link IllegalStateException}. */
    public SegmentStore store() {
        return store;
    }

    /** What a family takes, without reading it. Not while or after this is closed. */
    public FamilySize size(ColumnFamily family) {
        RocksDB db = database.db();
        try {
            return new FamilySize(
                    db.getLongProperty(database.handle(family), ENTRIES),
                    db.getLongProperty(database.handle(family), SORTED_BYTES),
                    db.getLongProperty(database.handle(family), LOG_BYTES));
        } catch (RocksDBException e) {
            throw RocksErrors.reading(place, family, e);
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
