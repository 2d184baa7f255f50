package dev.sextant.storage.rocks;

import dev.sextant.storage.store.CheckedStore;
import dev.sextant.storage.store.ForeignDirectoryException;
import dev.sextant.storage.store.SegmentStore;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreIncompleteException;
import dev.sextant.storage.store.StoreLockedException;
import dev.sextant.storage.store.StoreVersionException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Segment stores in directories of a file system.
 *
 * <p>A directory that is in use, of another version or somebody else's is refused before anything in it is changed.
 */
public final class RocksStore {
    private RocksStore() {}

    /**
     * Makes an empty store in a directory that is absent, empty, or left over from a creation that was cut short.
     *
     * @throws ForeignDirectoryException if there is something else in the directory, or a segment already
     * @throws StoreLockedException if somebody is creating one there at this moment
     * @throws StoreFailedException if the disk does not play along
     */
    public static SegmentStore create(Path directory, StoreIdentity identity, RocksResources resources) {
        StoreIdentity.verifyVersion(identity.formatVersion(), directory.toString());
        SegmentDirectory segment = new SegmentDirectory(directory);
        segment.requireCreatable();
        segment.make();
        return holding(segment, parts -> {
            segment.requireCreatable();
            segment.begin(identity);
            parts.create(segment, identity, resources);
            segment.complete();
            return new RocksEngine(segment, identity, parts);
        });
    }

    /**
     * Opens the store of that identity.
     *
     * @throws ForeignDirectoryException if it is not there
     * @throws StoreIncompleteException if its creation was cut short
     * @throws StoreVersionException if it is in another format
     * @throws StoreLockedException if it is open already
     * @throws StoreCorruptException if it is damaged so that an acknowledged write may be missing
     * @throws StoreFailedException if the disk does not play along
     */
    public static SegmentStore open(Path directory, StoreIdentity identity, RocksResources resources) {
        SegmentDirectory segment = new SegmentDirectory(directory);
        segment.requireComplete(identity);
        return holding(segment, parts -> {
            segment.requireComplete(identity);
            parts.open(segment, identity, resources);
            return new RocksEngine(segment, identity, parts);
        });
    }

    /**
     * Opens the store of that identity to be looked at. Nothing in its directory changes, not even on a disk that is read-only.
     * Throws what {@link #open} throws.
     */
    public static ReadOnlySegment openReadOnly(Path directory, StoreIdentity identity, RocksResources resources) {
        SegmentDirectory segment = new SegmentDirectory(directory);
        segment.requireComplete(identity);
        RocksParts parts = new RocksParts(DirectoryLock.share(segment.path()));
        SegmentStore store = closingOnFailure(parts, () -> {
            segment.requireComplete(identity);
            parts.openReadOnly(segment, identity, resources);
            return new RocksEngine(segment, identity, parts);
        });
        return new ReadOnlySegment(store, segment.place(), parts.database());
    }

    /** Removes what {@link SegmentStore#freeze} made, if it is there; the store may be open or not. */
    public static void thaw(Path directory) {
        new SegmentDirectory(directory).thaw();
    }

    /**
     * Removes the store and its directory, as if the disk had been lost. Does nothing if the directory is absent.
     *
     * @throws ForeignDirectoryException if the directory is not a segment's
     * @throws StoreLockedException if the store is open
     */
    public static void destroy(Path directory) {
        SegmentDirectory segment = new SegmentDirectory(directory);
        if (segment.requireOurs()) {
            DirectoryLock lock = DirectoryLock.take(segment.path());
            try {
                segment.destroy();
            } finally {
                lock.close();
            }
        }
    }

    /** Does the work with the directory locked; whatever it had opened is closed again if it fails. */
    private static SegmentStore holding(SegmentDirectory segment, Function<RocksParts, RocksEngine> work) {
        RocksParts parts = new RocksParts(DirectoryLock.take(segment.path()));
        return closingOnFailure(parts, () -> work.apply(parts));
    }

    private static SegmentStore closingOnFailure(RocksParts parts, Supplier<RocksEngine> work) {
        try {
            return new CheckedStore(work.get());
        } catch (RuntimeException | Error e) {
            try {
                parts.close();
            } catch (StoreException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }
}
