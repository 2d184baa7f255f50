package dev.sextant.storage.rocks;

import dev.sextant.storage.store.ColumnFamily;
import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.store.StoreFailedException;
import dev.sextant.storage.store.StoreLockedException;
import java.util.Locale;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says in the store's words what RocksDB says in its own. */
final class RocksErrors {
    private RocksErrors() {}

    /** What a failed write means: damage met in the background, or the disk; the handle is not to be trusted either way. */
    static StoreException writing(String place, RocksDBException cause) {
        if (code(cause) == Status.Code.Corruption) {
            return StoreCorruptException.store(place, String.valueOf(cause.getMessage()), cause);
        }
        Status status = cause.getStatus();
        if (status != null && status.getSubCode() == Status.SubCode.NoSpace) {
            return StoreFailedException.diskFull(place, cause);
        }
        return StoreFailedException.ioFailed(place, "write", cause);
    }

    /** What a failed read means: damage is of one place only, anything else is of the disk. */
    static StoreException reading(String place, ColumnFamily family, RocksDBException cause) {
        return code(cause) == Status.Code.Corruption
                ? StoreCorruptException.region(place, family, cause)
                : StoreFailedException.ioFailed(place, "read", cause);
    }

    /** What a failure to open an existing database means. */
    static StoreException opening(String place, RocksDBException cause) {
        return switch (code(cause)) {
            case Corruption, InvalidArgument, NotFound ->
                StoreCorruptException.store(place, String.valueOf(cause.getMessage()), cause);
            default ->
                isLock(cause)
                        ? new StoreLockedException(place, "another user of its database")
                        : StoreFailedException.ioFailed(place, "open its database", cause);
        };
    }

    /** RocksDB has no status of its own for a lock that is held. */
    private static boolean isLock(RocksDBException cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("lock hold by current process") || message.contains("while lock file");
    }

    private static Status.Code code(RocksDBException cause) {
        Status status = cause.getStatus();
        return status == null ? Status.Code.Undefined : status.getCode();
    }
}
