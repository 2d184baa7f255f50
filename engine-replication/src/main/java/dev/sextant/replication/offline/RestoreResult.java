package dev.sextant.replication.offline;

import dev.sextant.api.ReadPoint;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A volume that was restored.
 *
 * @param backup the number of the backup that it was restored from
 * @param backupCreated when that backup was made
 * @param point the state that was restored, as a read point of the volume that was backed up
 * @param moment when that volume was in this state; null unless it was asked for by time
 * @param volume the id of the new volume
 * @param begin where the history of the new volume begins: the same state as a read point of the new volume
 * @param pages how many pages it has
 * @param bytes what they have together, in each of the six segments
 */
public record RestoreResult(
        int backup,
        Instant backupCreated,
        ReadPoint point,
        @Nullable Instant moment,
        UUID volume,
        ReadPoint begin,
        long pages,
        long bytes) {}
