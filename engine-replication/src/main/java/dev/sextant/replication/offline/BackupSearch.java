package dev.sextant.replication.offline;

import dev.sextant.api.ReadPoint;
import dev.sextant.api.RestoreRefusedException;
import dev.sextant.conflict.message.Moment;
import dev.sextant.storage.backup.BackupDirectory;
import dev.sextant.storage.backup.BackupManifest;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the backup that a state is restored from. */
final class BackupSearch {
    private final BackupDirectory directory;
    private final OfflineProgress progress;
    /** Where the history begins that reaches back furthest among the backups that were looked at; null if none was. */
    private @Nullable Instant earliest;

    BackupSearch(BackupDirectory directory, OfflineProgress progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * A state of the volume.
     *
     * @param moment when it was; null unless it was asked for by time
     */
    record State(ReadPoint point, @Nullable Instant moment) {}

    /** A backup, open, and a state that it has. */
    record Found(RestoreSource source, State state) implements AutoCloseable {
        @Override
        public void close() {
            source.close();
        }
    }

    /** Opens the first backup that has the state that is asked for; refuses if there is none. */
    Found find(RestoreRequest request) {
        List<BackupManifest> manifests = candidates(request.backup());
        ReadPoint point = request.point();
        Instant instant = request.instant();
        if (point != null) {
            return atPoint(manifests, point);
        } else if (instant != null) {
            return atInstant(manifests, instant);
        }
        BackupManifest newest = manifests.get(manifests.size() - 1);
        RestoreSource source = RestoreSource.open(directory, newest, progress);
        return new Found(source, new State(source.segment().held(), null));
    }

    private List<BackupManifest> candidates(int number) {
        List<BackupManifest> all = directory.manifests();
        List<BackupManifest> chosen = all.stream()
                .filter(each -> number == 0 || each.number() == number)
                .toList();
        if (all.isEmpty()) {
            throw refused("there is no backup", "Choose a directory in which a backup was completed.");
        }
        if (chosen.isEmpty()) {
            List<Integer> numbers = all.stream().map(BackupManifest::number).toList();
            throw refused("there is no backup " + number, "Choose one of " + numbers + ".");
        }
        return chosen;
    }

    private RestoreRefusedException refused(String reason, String advice) {
        return new RestoreRefusedException(directory.path(), reason, advice);
    }

    // ---- by read point ---------------------------------------------------------------------------------------------

    /** A backup may hold somewhat more than its list promises, so the newest is looked at in any case. */
    private Found atPoint(List<BackupManifest> manifests, ReadPoint point) {
        BackupManifest newest = manifests.get(manifests.size() - 1);
        for (BackupManifest each : manifests) {
            if (each.point().covers(point) || each.equals(newest)) {
                Found found = open(each, source -> stateAt(source, point));
                if (found != null) {
                    return found;
                }
            }
        }
        throw refused(
                "no backup that was looked at has the state at " + point
                        + ": its history begins later, or it ends before",
                "Choose another point, or a time.");
    }

    private static @Nullable State stateAt(RestoreSource source, ReadPoint point) {
        boolean there = source.segment().held().covers(point)
                && point.covers(source.segment().floor());
        return there ? new State(point, null) : null;
    }

    // ---- by time ---------------------------------------------------------------------------------------------------

    /** Only a backup that was made after an instant has all the moments before it. */
    private Found atInstant(List<BackupManifest> manifests, Instant instant) {
        BackupManifest newest = manifests.get(manifests.size() - 1);
        if (newest.created().isBefore(instant)) {
            throw refused(
                    "backup " + newest.number() + " was made at " + newest.created() + ", before " + instant,
                    "Choose an earlier time, or none, which restores all that the backup holds.");
        }
        for (BackupManifest each : manifests) {
            if (!each.created().isBefore(instant)) {
                Found found = open(each, source -> stateAt(source, instant));
                if (found != null) {
                    return found;
                }
            }
        }
        String begin = earliest == null ? "has no moments" : "begins at " + earliest;
        throw refused(
                "the history in the backups that were made after " + instant + " " + begin,
                "Choose a later time; to keep more history in backups, raise ClusterConfig.historyRetention.");
    }

    private @Nullable State stateAt(RestoreSource source, Instant instant) {
        Moment moment = source.segment().moment(instant.toEpochMilli());
        if (moment != null) {
            return new State(moment.point(), Instant.ofEpochMilli(moment.epochMillis()));
        }
        Moment first = source.state().firstReadable();
        if (first != null && (earliest == null || first.epochMillis() < earliest.toEpochMilli())) {
            earliest = Instant.ofEpochMilli(first.epochMillis());
        }
        return null;
    }

    /** Opens a backup, and leaves it open if it has the state. */
    private @Nullable Found open(BackupManifest manifest, Function<RestoreSource, @Nullable State> look) {
        RestoreSource source = RestoreSource.open(directory, manifest, progress);
        State state = null;
        try {
            state = look.apply(source);
            return state == null ? null : new Found(source, state);
        } finally {
            if (state == null) {
                source.close();
            }
        }
    }
}
