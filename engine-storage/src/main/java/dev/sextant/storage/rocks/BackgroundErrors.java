package dev.sextant.storage.rocks;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.rocksdb.AbstractEventListener;
import org.rocksdb.BackgroundErrorReason;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * Hears what goes wrong when a database tidies up in the background. RocksDB takes some of it lightly: it goes on taking writes
 * after a compaction that found the disk full, until they stall behind it, and tries by itself to get over a failed flush. We
 * do neither: the first error is the end of the handle, at the next write at the latest, and whoever opens the database anew
 * reads what is really on the disk. Nothing that was acknowledged hangs on a flush: a log is dropped only when a flush of all
 * that is in it is durable.
 *
 * <p>Called by RocksDB's own threads, asked by ours.
 */
final class BackgroundErrors extends AbstractEventListener {
    private final AtomicReference<@Nullable Status> first = new AtomicReference<>();

    BackgroundErrors() {
        super(EnabledEventCallback.ON_BACKGROUND_ERROR, EnabledEventCallback.ON_ERROR_RECOVERY_BEGIN);
    }

    @Override
    public void onBackgroundError(BackgroundErrorReason reason, Status status) {
        first.compareAndSet(null, status);
    }

    /** Whether RocksDB should try to get over it: no. */
    @Override
    public boolean onErrorRecoveryBegin(BackgroundErrorReason reason, Status status) {
        return false;
    }

    /** Throws if there was an error. */
    void check() throws RocksDBException {
        Status error = first.get();
        if (error != null) {
            String state = error.getState();
            throw new RocksDBException("in the background: " + (state == null ? error.getCodeString() : state), error);
        }
    }
}
