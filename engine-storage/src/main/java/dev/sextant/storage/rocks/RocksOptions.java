package dev.sextant.storage.rocks;

import dev.sextant.storage.store.ColumnFamily;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;

/**
 * How the engine sets RocksDB up: small, because one process may hold six stores, and strict, because what is on disk
 * has been acknowledged.
 *
 * <p>Owns native memory; close it after the database that was opened with it.
 */
final class RocksOptions implements AutoCloseable {
    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final int WRITE_BUFFERS_MAX = 3;
    private static final long ARENA_BLOCK_BYTES = 256L << 10;
    private static final long WAL_TOTAL_MAX_BYTES = 64L << 20;
    private static final long SYNC_STEP_BYTES = 1L << 20;
    private static final long MANIFEST_MAX_BYTES = 8L << 20;
    private static final long MANIFEST_STEP_BYTES = 64L << 10;
    private static final long INFO_LOG_MAX_BYTES = 1L << 20;
    private static final int INFO_LOGS_KEPT = 2;
    private static final int OPEN_FILES_MAX = 256;
    private static final int BACKGROUND_JOBS_MAX = 2;
    private static final long BLOCK_BYTES = 8L << 10;
    private static final double BLOOM_BITS_PER_KEY = 10;

    private final List<RocksObject> owned = new ArrayList<>();
    private final RocksResources resources;
    private final BackgroundErrors backgroundErrors = new BackgroundErrors();
    private final ManifestGrowth manifestGrowth = new ManifestGrowth();
    private final DBOptions database;

    RocksOptions(RocksResources resources, boolean creating) {
        this.resources = resources;
        DBOptions chained = DBOptions.getDBOptionsFromProps(chainedLogs());
        if (chained == null) {
            throw new IllegalStateException("this RocksDB does not know the options that chain its logs");
        }
        this.database = owned(chained);
        database.setCreateIfMissing(creating)
                .setErrorIfExists(creating)
                .setCreateMissingColumnFamilies(creating)
                // Stops at the first damaged record, never beyond it; AckWitness then tells a tail that was never
                // acknowledged from one that was.
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setParanoidChecks(true)
                .setListeners(List.of(backgroundErrors, manifestGrowth))
                // A handle that met an error is given up, so it must not mend itself, and nobody may wait for that.
                .setMaxBgErrorResumeCount(0)
                // What a log holds at opening is written anew and synced: after a failed sync it may be in the system's
                // cache only, marked as clean, where a sync of the log would not save it.
                .setAvoidFlushDuringRecovery(false)
                .setWriteBufferManager(resources.writeBuffers())
                .setMaxTotalWalSize(WAL_TOTAL_MAX_BYTES)
                .setBytesPerSync(SYNC_STEP_BYTES)
                .setMaxOpenFiles(OPEN_FILES_MAX)
                .setMaxBackgroundJobs(BACKGROUND_JOBS_MAX)
                .setMaxManifestFileSize(MANIFEST_MAX_BYTES)
                .setManifestPreallocationSize(MANIFEST_STEP_BYTES)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(INFO_LOG_MAX_BYTES)
                .setKeepLogFileNum(INFO_LOGS_KEPT)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0);
        if (resources.statistics() != null) {
            database.setStatistics(resources.statistics());
        }
    }

    /**
     * Has each log say which log came before it and how that one ended, and the list of files say which logs there are, so
     * that a list or a log that lost its end is found even if everything after it is whole. These options have names only.
     */
    private static Properties chainedLogs() {
        Properties properties = new Properties();
        properties.setProperty("track_and_verify_wals", "true");
        properties.setProperty("track_and_verify_wals_in_manifest", "true");
        return properties;
    }

    BackgroundErrors backgroundErrors() {
        return backgroundErrors;
    }

    ManifestGrowth manifestGrowth() {
        return manifestGrowth;
    }

    DBOptions database() {
        return database;
    }

    /** RocksDB's own default family, which must be there and holds the identity, then ours in the order of the enum. */
    List<ColumnFamilyDescriptor> families() {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, family(false)));
        for (ColumnFamily family : ColumnFamily.values()) {
            byte[] name = family.diskName().getBytes(StandardCharsets.UTF_8);
            families.add(new ColumnFamilyDescriptor(name, family(isLarge(family))));
        }
        return families;
    }

    /** Whether a family grows with the volume, so that looking for a missing key in all its files would be dear. */
    private static boolean isLarge(ColumnFamily family) {
        return family == ColumnFamily.REDO || family == ColumnFamily.PAGES || family == ColumnFamily.DECISIONS;
    }

    private ColumnFamilyOptions family(boolean large) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(resources.blockCache())
                .setBlockSize(BLOCK_BYTES)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
        if (large) {
            table.setFilterPolicy(owned(new BloomFilter(BLOOM_BITS_PER_KEY)));
        }
        return owned(new ColumnFamilyOptions())
                .setTableFormatConfig(table)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setMaxWriteBufferNumber(WRITE_BUFFERS_MAX)
                .setArenaBlockSize(ARENA_BLOCK_BYTES);
    }

    private <T extends RocksObject> T owned(T object) {
        owned.add(object);
        return object;
    }

    @Override
    public void close() {
        for (int i = owned.size() - 1; i >= 0; i--) {
            owned.get(i).close();
        }
        backgroundErrors.close();
        manifestGrowth.close();
    }
}
