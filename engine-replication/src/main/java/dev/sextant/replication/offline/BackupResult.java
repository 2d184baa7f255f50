package dev.sextant.replication.offline;

import dev.sextant.storage.backup.BackupManifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the verification of a directory of backups found.
 *
 * @param backups the backups, oldest first
 */
public record BackupResult(List<OneBackup> backups) {
    public BackupResult {
        backups = List.copyOf(backups);
    }

    /**
     * A backup.
     *
     * @param problems what is wrong with its files
     * @param content what is in it; null if that was not looked at, since it was not asked for or its files are damaged
     */
    public record OneBackup(
            BackupManifest manifest,
            List<String> problems,
            @Nullable VerifyResult content) {
        public OneBackup {
            problems = List.copyOf(problems);
        }

        /** Whether no damage was found. */
        public boolean isSound() {
            return problems.isEmpty() && (content == null || content.isSound());
        }
    }

    /** Whether no damage was found in any. */
    public boolean isSound() {
        return backups.stream().allMatch(OneBackup::isSound);
    }
}
