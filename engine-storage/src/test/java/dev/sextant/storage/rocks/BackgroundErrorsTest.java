package dev.sextant.storage.rocks;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sextant.storage.store.StoreCorruptException;
import dev.sextant.storage.store.StoreFailedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.BackgroundErrorReason;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What went wrong in the background is told at the next write, the first of it, and RocksDB does not mend it by itself. */
class BackgroundErrorsTest {
    private static final Status FULL =
            new Status(Status.Code.IOError, Status.SubCode.NoSpace, "No space left on device");
    private static final Status CORRUPT = new Status(Status.Code.Corruption, Status.SubCode.None, "block checksum");

    @TempDir
    Path directory;

    @Test
    void theFirstErrorIsTheEndOfTheHandle() throws Exception {
        try (RocksResources resources = RocksResources.ofBytes(RocksResources.MEMORY_LEAST_BYTES);
                RocksDatabase database = RocksDatabase.open(directory.toString(), resources, true)) {
            assertDoesNotThrow(database::checkBackground);
            BackgroundErrors errors = database.backgroundErrors();
            assertFalse(errors.onErrorRecoveryBegin(BackgroundErrorReason.FLUSH, FULL));
            errors.onBackgroundError(BackgroundErrorReason.COMPACTION, FULL);
            errors.onBackgroundError(BackgroundErrorReason.FLUSH, CORRUPT);

            RocksDBException thrown = assertThrows(RocksDBException.class, database::checkBackground);
            StoreFailedException told =
                    assertInstanceOf(StoreFailedException.class, RocksErrors.writing("here", thrown));
            assertEquals(true, told.isDiskFull());
            assertThrows(RocksDBException.class, database::checkBackground, "it stays so");
        }
    }

    @Test
    void damageFoundInTheBackgroundIsToldAsDamage() {
        try (BackgroundErrors errors = newErrors()) {
            errors.onBackgroundError(BackgroundErrorReason.COMPACTION, CORRUPT);
            RocksDBException thrown = assertThrows(RocksDBException.class, errors::check);
            assertInstanceOf(StoreCorruptException.class, RocksErrors.writing("here", thrown));
        }
    }

    private static BackgroundErrors newErrors() {
        org.rocksdb.RocksDB.loadLibrary();
        return new BackgroundErrors();
    }
}
