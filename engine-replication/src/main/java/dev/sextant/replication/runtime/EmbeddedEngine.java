package dev.sextant.replication.runtime;

import dev.sextant.api.Cluster;
import dev.sextant.api.DirectoryInUseException;
import dev.sextant.api.DirectoryVersionException;
import dev.sextant.api.ForeignDirectoryException;
import dev.sextant.api.Node;
import dev.sextant.api.SextantException;
import dev.sextant.api.StorageFailedException;
import dev.sextant.api.config.ClusterConfig;
import dev.sextant.api.config.NodeConfig;
import dev.sextant.api.spi.EngineProvider;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.store.StoreIdentity;
import dev.sextant.storage.store.StoreLockedException;
import dev.sextant.storage.store.StoreVersionException;
import dev.sextant.storage.volume.VolumeDirectory;
import java.nio.file.Path;
import java.util.Optional;

/** The engine: a whole cluster in this process, or one process of a cluster. */
public final class EmbeddedEngine implements EngineProvider {
    /** What all RocksDB stores of a cluster share: cached blocks and writes that are not yet in a sorted file. */
    private static final long NATIVE_MEMORY_BYTES = 96L << 20;

    @Override
    public Cluster open(ClusterConfig config) {
        Optional<Path> directory = config.directory();
        if (directory.isEmpty()) {
            return EmbeddedCluster.open(config, new MemoryDisks());
        }
        try {
            return EmbeddedCluster.open(config, disks(directory.get(), config));
        } catch (StoreException e) {
            throw translated(directory.get(), e);
        }
    }

    @Override
    public Node start(NodeConfig config) {
        try {
            return HostedNode.start(config);
        } catch (StoreException e) {
            throw translated(config.volume().directory().orElseThrow(), e);
        }
    }

    private static Disks disks(Path directory, ClusterConfig config) {
        return RocksDisks.open(
                VolumeDirectory.open(directory, config.pageSizeBytes(), config.segmentLayout()), NATIVE_MEMORY_BYTES);
    }

    private static SextantException translated(Path directory, StoreException e) {
        SextantException translated = new StorageFailedException(directory, e);
        if (e instanceof StoreLockedException) {
            translated = new DirectoryInUseException(directory);
        } else if (e instanceof StoreVersionException version) {
            translated = new DirectoryVersionException(
                    directory,
                    String.valueOf(version.foundFormatVersion()),
                    String.valueOf(StoreIdentity.CURRENT_FORMAT_VERSION));
        } else if (e instanceof dev.sextant.storage.store.ForeignDirectoryException) {
            translated = new ForeignDirectoryException(directory, happened(e));
        }
        if (translated.getCause() == null) {
            translated.addSuppressed(e);
        }
        return translated;
    }

    /** The first sentence of what a store says: what happened. What is unharmed and what to do the caller says itself. */
    private static String happened(StoreException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf(". Nothing");
        return end < 0 ? message : message.substring(0, end);
    }
}
