package dev.sextant.replication.offline;

import dev.sextant.storage.backup.BackupCheck;
import dev.sextant.storage.backup.BackupDirectory;
import dev.sextant.storage.backup.BackupManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Verifies a directory of backups without changing it: that every file of every backup is as it was when it was copied, and that
 * what the newest one holds, or each of them, is a sound segment with sound trees.
 */
public final class BackupVerifier {
    private final BackupDirectory directory;
    private final OfflineProgress progress;

    private BackupVerifier(BackupDirectory directory, OfflineProgress progress) {
        this.directory = directory;
        this.progress = progress;
    }

    /**
     * Verifies them; throws what {@link BackupDirectory#forReading} throws.
     *
     * @param all whether to look into every backup, and not into the newest alone
     */
    public static BackupResult verify(Path path, boolean all, OfflineProgress progress) {
        try (BackupDirectory directory = BackupDirectory.forReading(path)) {
            return new BackupVerifier(directory, progress).verify(all);
        }
    }

    private BackupResult verify(boolean all) {
        List<BackupManifest> manifests = directory.manifests();
        long total = manifests.stream().mapToLong(BackupManifest::sizeBytes).sum();
        BackupCheck check = new BackupCheck(directory, bytes -> progress.at("files", bytes, total));
        List<BackupResult.OneBackup> results = new ArrayList<>();
        for (int i = 0; i < manifests.size(); i++) {
            BackupManifest manifest = manifests.get(i);
            List<String> problems = new ArrayList<>(check.problems(manifest));
            boolean wanted = all || i == manifests.size() - 1;
            VerifyResult content = wanted && problems.isEmpty() ? content(manifest, problems) : null;
            results.add(new BackupResult.OneBackup(manifest, problems, content));
        }
        return new BackupResult(results);
    }

    private VerifyResult content(BackupManifest manifest, List<String> problems) {
        try (OpenBackup backup = OpenBackup.open(directory, manifest)) {
            VerifyResult result = backup.volume().verifyCopy(progress);
            boolean covered = result.segments().stream().anyMatch(each -> covers(each, manifest));
            if (result.isSound() && !covered) {
                problems.add("backup " + manifest.number() + " holds less than " + manifest.point()
                        + ", which its list promises");
            }
            return result;
        }
    }

    private static boolean covers(VerifyResult.SegmentResult segment, BackupManifest manifest) {
        return segment.held() != null && segment.held().covers(manifest.point());
    }
}
