package dev.sextant.replication.offline;

import dev.sextant.api.ReadPoint;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which state of a volume is to be restored from a directory of its backups. Without a point and an instant it is the end of a
 * backup: all that it holds.
 *
 * @param backup the number of the backup; 0 for the newest, or with a point or an instant for the first that has that state
 * @param point the state as of a read point of the volume; null if that is not what is asked for
 * @param instant the state as of the last moment journaled until then; null if that is not what is asked for
 */
public record RestoreRequest(
        int backup, @Nullable ReadPoint point, @Nullable Instant instant) {
    /** All that the newest backup holds. */
    public static final RestoreRequest NEWEST = new RestoreRequest(0, null, null);

    public RestoreRequest {
        if (backup < 0 || (point != null && instant != null)) {
            throw new IllegalArgumentException("backups have numbers from 1 on, and a state is told in one way");
        }
    }

    /** The same of this backup and no other. */
    public RestoreRequest fromBackup(int number) {
        return new RestoreRequest(number, point, instant);
    }

    /** The state that a read point of the volume shows, such as {@link dev.sextant.api.Transaction#snapshot()} told. */
    public RestoreRequest asOf(ReadPoint state) {
        return new RestoreRequest(backup, state, null);
    }

    /** The state at the last journaled moment that is not after this instant. */
    public RestoreRequest asOf(Instant time) {
        return new RestoreRequest(backup, null, time);
    }
}
