package dev.sextant.storage.rocks;

import java.util.concurrent.atomic.AtomicBoolean;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.CompactionJobInfo;
import org.rocksdb.FlushJobInfo;
import org.rocksdb.RocksDB;

/**
 * Hears when RocksDB's list of files has grown: a flush or a compaction is told as completed when its change is in the list, and
 * that is durable. Called by RocksDB's own threads, asked by ours.
 */
final class ManifestGrowth extends AbstractEventListener {
    private final AtomicBoolean grown = new AtomicBoolean(true);

    ManifestGrowth() {
        super(EnabledEventCallback.ON_FLUSH_COMPLETED, EnabledEventCallback.ON_COMPACTION_COMPLETED);
    }

    @Override
    public void onFlushCompleted(RocksDB db, FlushJobInfo flush) {
        grown.set(true);
    }

    @Override
    public void onCompactionCompleted(RocksDB db, CompactionJobInfo compaction) {
        grown.set(true);
    }

    /** Whether it has grown since this was asked last; true at first. */
    boolean hasGrown() {
        return grown.getAndSet(false);
    }
}
