package dev.sextant.storage.rocks;

import dev.sextant.api.spi.Check;
import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.Durability;
import dev.sextant.storage.store.StoreBatch;
import dev.sextant.storage.store.StoreEngine;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreVisitor;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** Puts the store's calls into RocksDB's. Who may call when is decided above; here, whatever comes finds the database open. */
final class RocksEngine implements StoreEngine {
    private final SegmentDirectory segment;
    private final StoreIdentity identity;
    private final RocksParts parts;
    private final RocksDatabase database;
    private final RocksDB db;
    private final AckWitness witness;
    private ManifestMark manifest = ManifestMark.NONE;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions unsynced = new WriteOptions().setSync(false);

    RocksEngine(SegmentDirectory segment, StoreIdentity identity, RocksParts parts) {
        this.segment = segment;
        this.identity = identity;
        this.parts = parts;
        this.database = parts.database();
        this.db = database.db();
        this.witness = parts.witness();
    }

    @Override
    public String place() {
        return segment.place();
    }

    @Override
    public StoreIdentity identity() {
        return identity;
    }

    @Override
    public void write(StoreBatch batch, Durability durability) {
        Check.state(parts.isWritable(), "a store that is only looked at is not written to", place());
        boolean sync = durability == Durability.SYNCED;
        try (WriteBatch nativeBatch = new WriteBatch((int) Math.min(batch.sizeBytes(), Integer.MAX_VALUE))) {
            batch.forEach(new Gatherer(nativeBatch));
            database.checkBackground();
            db.write(sync ? synced : unsynced, nativeBatch);
            database.checkBackground();
        } catch (RocksDBException e) {
            throw RocksErrors.writing(place(), e);
        }
        if (sync) {
            if (database.manifestGrowth().hasGrown()) {
                manifest = ManifestAudit.mark(place(), segment.database());
            }
            witness.record(db.getLatestSequenceNumber(), manifest);
        }
    }

    /** Copies a batch into RocksDB's form. */
    private final class Gatherer implements StoreBatch.Operations {
        private final WriteBatch target;

        Gatherer(WriteBatch target) {
            this.target = target;
        }

        @Override
        public void put(ColumnFamily family, byte[] key, byte[] sealedValue) {
            try {
                target.put(database.handle(family), key, sealedValue);
            } catch (RocksDBException e) {
                throw RocksErrors.writing(place(), e);
            }
        }

        @Override
        public void delete(ColumnFamily family, byte[] key) {
            try {
                target.delete(database.handle(family), key);
            } catch (RocksDBException e) {
                throw RocksErrors.writing(place(), e);
            }
        }

        @Override
        public void deleteRange(ColumnFamily family, byte[] fromInclusive, byte[] toExclusive) {
            try {
                target.deleteRange(database.handle(family), fromInclusive, toExclusive);
            } catch (RocksDBException e) {
                throw RocksErrors.writing(place(), e);
            }
        }
    }

    @Override
    public byte @Nullable [] get(ColumnFamily family, byte[] key) {
        try {
            return db.get(database.handle(family), key);
        } catch (RocksDBException e) {
            throw RocksErrors.reading(place(), family, e);
        }
    }

    @Override
    public void scan(ColumnFamily family, byte[] fromInclusive, byte @Nullable [] toExclusive, StoreVisitor visitor) {
        if (toExclusive != null && Arrays.compareUnsigned(fromInclusive, toExclusive) >= 0) {
            return;
        }
        try (Slice bound = toExclusive == null ? null : new Slice(toExclusive);
                ReadOptions options = new ReadOptions()) {
            if (bound != null) {
                options.setIterateUpperBound(bound);
            }
            scan(database.handle(family), options, fromInclusive, visitor);
        } catch (RocksDBException e) {
            throw RocksErrors.reading(place(), family, e);
        }
    }

    private void scan(ColumnFamilyHandle handle, ReadOptions options, byte[] fromInclusive, StoreVisitor visitor)
            throws RocksDBException {
        try (RocksIterator entries = db.newIterator(handle, options)) {
            for (entries.seek(fromInclusive); entries.isValid(); entries.next()) {
                if (!visitor.visit(entries.key(), entries.value())) {
                    return;
                }
            }
            entries.status();
        }
    }

    @Override
    public void scanReverse(
            ColumnFamily family, byte @Nullable [] fromInclusive, byte[] toInclusive, StoreVisitor visitor) {
        if (fromInclusive != null && Arrays.compareUnsigned(toInclusive, fromInclusive) > 0) {
            return;
        }
        try (Slice bound = new Slice(toInclusive);
                ReadOptions options = new ReadOptions()) {
            if (toInclusive.length > 0) {
                options.setIterateLowerBound(bound);
            }
            scanReverse(database.handle(family), options, fromInclusive, visitor);
        } catch (RocksDBException e) {
            throw RocksErrors.reading(place(), family, e);
        }
    }

    private void scanReverse(
            ColumnFamilyHandle handle, ReadOptions options, byte @Nullable [] fromInclusive, StoreVisitor visitor)
            throws RocksDBException {
        try (RocksIterator entries = db.newIterator(handle, options)) {
            if (fromInclusive == null) {
                entries.seekToLast();
            } else {
                entries.seekForPrev(fromInclusive);
            }
            for (; entries.isValid(); entries.prev()) {
                if (!visitor.visit(entries.key(), entries.value())) {
                    return;
                }
            }
            entries.status();
        }
    }

    @Override
    public long sizeBytes() {
        File[] files = segment.database().toFile().listFiles();
        long sizeBytes = 0;
        if (files != null) {
            for (File file : files) {
                // A file that compaction removes meanwhile counts zero.
                sizeBytes += file.length();
            }
        }
        return sizeBytes;
    }

    @Override
    public Path freeze() {
        Path frozen = segment.beginFrozen(identity);
        SegmentDirectory copy = new SegmentDirectory(frozen);
        try (Checkpoint checkpoint = Checkpoint.create(db)) {
            checkpoint.createCheckpoint(copy.database().toString());
        } catch (RocksDBException e) {
            throw RocksErrors.writing(place(), e);
        }
        AckWitness.create(place(), copy.witness()).close();
        copy.complete();
        return frozen;
    }

    @Override
    public void close() {
        synced.close();
        unsynced.close();
        parts.close();
    }
}
