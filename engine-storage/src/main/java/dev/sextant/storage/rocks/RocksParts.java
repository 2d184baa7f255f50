package dev.sextant.storage.rocks;

import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/**
 * What an open store holds on to: the lock, the database and the acknowledgement file. It closes as much as was opened, so a
 * store that fails halfway through its opening leaves nothing behind.
 */
final class RocksParts implements AutoCloseable {
    private final DirectoryLock lock;
    private @Nullable RocksDatabase database;
    private @Nullable AckWitness witness;
    private boolean writable = true;

    RocksParts(DirectoryLock lock) {
        this.lock = lock;
    }

    /** Makes an empty database. */
    void create(SegmentDirectory segment, StoreIdentity identity, RocksResources resources) {
        witness = AckWitness.create(segment.place(), segment.witness());
        try {
            RocksDatabase made = RocksDatabase.open(segment.database().toString(), resources, true);
            database = made;
            made.writeMarker(SegmentMarker.encode(identity));
        } catch (RocksDBException e) {
            throw StoreFailedException.ioFailed(segment.place(), "create its database", e);
        }
    }

    /** Opens the database and verifies that it is the right one and lacks nothing that was acknowledged. */
    void open(SegmentDirectory segment, StoreIdentity identity, RocksResources resources) {
        open(segment, identity, AckWitness::open, path -> RocksDatabase.open(path, resources, false));
    }

    /** As {@link #open(SegmentDirectory, StoreIdentity, RocksResources)}, but nothing in the directory changes. */
    void openReadOnly(SegmentDirectory segment, StoreIdentity identity, RocksResources resources) {
        writable = false;
        open(segment, identity, AckWitness::openReadOnly, path -> RocksDatabase.openReadOnly(path, resources));
    }

    @FunctionalInterface
    private interface DatabaseOpener {
        RocksDatabase open(String path) throws RocksDBException;
    }

    private void open(
            SegmentDirectory segment,
            StoreIdentity identity,
            BiFunction<String, Path, AckWitness> witnesses,
            DatabaseOpener databases) {
        String place = segment.place();
        if (Files.notExists(segment.database())) {
            throw StoreCorruptException.store(place, "its database is missing", null);
        }
        ManifestMark manifest = ManifestAudit.verify(place, segment.database());
        AckWitness acknowledged = witnesses.apply(place, segment.witness());
        witness = acknowledged;
        acknowledged.verify(manifest);
        try {
            RocksDatabase opened = databases.open(segment.database().toString());
            database = opened;
            byte[] marker = opened.readMarker();
            if (marker == null) {
                throw StoreCorruptException.store(place, "its database does not say whose it is", null);
            }
            identity.verifyFound(SegmentMarker.decode(place, marker), place);
            acknowledged.verify(opened.db().getLatestSequenceNumber());
        } catch (RocksDBException e) {
            throw RocksErrors.opening(place, e);
        }
    }

    boolean isWritable() {
        return writable;
    }

    RocksDatabase database() {
        if (database == null) {
            throw new IllegalStateException("the database is not open");
        }
        return database;
    }

    AckWitness witness() {
        if (witness == null) {
            throw new IllegalStateException("the acknowledgement file is not open");
        }
        return witness;
    }

    @Override
    public void close() {
        try {
            if (database != null) {
                database.close();
            }
        } finally {
            try {
                if (witness != null) {
                    witness.close();
                }
            } finally {
                lock.close();
            }
        }
    }
}
