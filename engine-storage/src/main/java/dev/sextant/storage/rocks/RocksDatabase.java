package dev.sextant.storage.rocks;

import dev.sextant.storage.store.ColumnFamily;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** An open RocksDB database with our families, and all native objects that live as long as it. */
final class RocksDatabase implements AutoCloseable {
    private static final byte[] IDENTITY_KEY = {'i', 'd'};

    private final RocksOptions options;
    private final RocksDB db;
    private final ColumnFamilyHandle defaultHandle;
    private final Map<ColumnFamily, ColumnFamilyHandle> handles = new EnumMap<>(ColumnFamily.class);

    private RocksDatabase(RocksOptions options, RocksDB db, List<ColumnFamilyHandle> opened) {
        this.options = options;
        this.db = db;
        this.defaultHandle = opened.get(0);
        ColumnFamily[] families = ColumnFamily.values();
        for (int i = 0; i < families.length; i++) {
            handles.put(families[i], opened.get(1 + i));
        }
    }

    /** Opens the database, or makes a new one. */
    static RocksDatabase open(String path, RocksResources resources, boolean creating) throws RocksDBException {
        RocksOptions options = new RocksOptions(resources, creating);
        try {
            List<ColumnFamilyHandle> opened = new ArrayList<>();
            RocksDB db = RocksDB.open(options.database(), path, options.families(), opened);
            return new RocksDatabase(options, db, opened);
        } catch (RocksDBException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    BackgroundErrors backgroundErrors() {
        return options.backgroundErrors();
    }

    /** Hears when the list of files has grown. */
    ManifestGrowth manifestGrowth() {
        return options.manifestGrowth();
    }

    /** Throws if something went wrong in the background; then nothing may be acknowledged any more. */
    void checkBackground() throws RocksDBException {
        backgroundErrors().check();
    }

    /** Opens an existing database so that nothing in its directory changes. What is only in its log is held in memory. */
    static RocksDatabase openReadOnly(String path, RocksResources resources) throws RocksDBException {
        RocksOptions options = new RocksOptions(resources, false);
        try {
            List<ColumnFamilyHandle> opened = new ArrayList<>();
            RocksDB db = RocksDB.openReadOnly(options.database(), path, options.families(), opened);
            return new RocksDatabase(options, db, opened);
        } catch (RocksDBException | RuntimeException e) {
            options.close();
            throw e;
        }
    }

    RocksDB db() {
        return db;
    }

    ColumnFamilyHandle handle(ColumnFamily family) {
        ColumnFamilyHandle handle = handles.get(family);
        if (handle == null) {
            throw new AssertionError("every family is opened");
        }
        return handle;
    }

    /** Puts whose data this is beside the data, durably. */
    void writeMarker(byte[] marker) throws RocksDBException {
        try (WriteOptions synced = new WriteOptions().setSync(true)) {
            db.put(defaultHandle, synced, IDENTITY_KEY, marker);
        }
    }

    /** What {@link #writeMarker} wrote. */
    byte @Nullable [] readMarker() throws RocksDBException {
        return db.get(defaultHandle, IDENTITY_KEY);
    }

    /** Closes without a flush: all that was acknowledged is in the log already. */
    @Override
    public void close() {
        defaultHandle.close();
        handles.values().forEach(ColumnFamilyHandle::close);
        db.close();
        options.close();
    }
}
