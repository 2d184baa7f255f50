package dev.sextant.storage.rocks;

import dev.sextant.api.spi.Check;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;
import org.rocksdb.WriteBufferManager;

/**
 * The native memory that any number of stores share: one budget for cached blocks and for writes not yet in a sorted file.
 * Without it, the memory of a process would grow with the number of its segments.
 *
 * <p>Thread safe. Close it after the stores that use it were opened or later; open stores keep what they need of it.
 */
public final class RocksResources implements AutoCloseable {
    /** The default budget: comfortable for the six segments of a volume in one process. */
    public static final long MEMORY_DEFAULT_BYTES = 128L << 20;

    /** The least that lets a store work without thrashing. */
    public static final long MEMORY_LEAST_BYTES = 8L << 20;

    private final Cache blockCache;
    private final WriteBufferManager writeBuffers;

    private final @Nullable Statistics statistics;

    private RocksResources(long memoryBytes, boolean counting) {
        Check.argument(memoryBytes >= MEMORY_LEAST_BYTES, "a store needs at least " + MEMORY_LEAST_BYTES + " bytes");
        RocksDB.loadLibrary();
        blockCache = new LRUCache(memoryBytes);
        // Write buffers take their part out of the same cache, so the budget is one number.
        writeBuffers = new WriteBufferManager(memoryBytes / 2, blockCache);
        statistics = counting ? new Statistics() : null;
    }

    /** A budget of that many bytes. */
    public static RocksResources ofBytes(long memoryBytes) {
        return new RocksResources(memoryBytes, false);
    }

    /** A budget of {@link #MEMORY_DEFAULT_BYTES}. */
    public static RocksResources ofDefaultSize() {
        return ofBytes(MEMORY_DEFAULT_BYTES);
    }

    /** The least budget, and {@link #logSyncs()} counts. */
    static RocksResources counting() {
        return new RocksResources(MEMORY_LEAST_BYTES, true);
    }

    /** How often the stores that use this have made a log durable. */
    long logSyncs() {
        if (statistics == null) {
            throw new IllegalStateException("these resources do not count");
        }
        return statistics.getTickerCount(TickerType.WAL_FILE_SYNCED);
    }

    @Nullable
    Statistics statistics() {
        return statistics;
    }

    Cache blockCache() {
        return blockCache;
    }

    WriteBufferManager writeBuffers() {
        return writeBuffers;
    }

    /** Gives the memory back as soon as no open store uses it. Closing twice does nothing. */
    @Override
    public void close() {
        writeBuffers.close();
        blockCache.close();
        if (statistics != null) {
            statistics.close();
        }
    }
}
