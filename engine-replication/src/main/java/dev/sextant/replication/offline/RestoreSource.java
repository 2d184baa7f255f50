package dev.sextant.replication.offline;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.RestoreRefusedException;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.message.PageCopy;
import dev.sextant.storage.backup.BackupCheck;
import dev.sextant.storage.backup.BackupDirectory;
import dev.sextant.storage.backup.BackupManifest;
import dev.sextant.storage.segment.PageDigest;
import dev.sextant.storage.segment.SegmentAudit;
import dev.sextant.storage.segment.SegmentEffect;
import dev.sextant.storage.segment.StoredState;
import dev.sextant.storage.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A backup that is restored from: its segment, recovered. Whatever damage it shows is a {@link RestoreRefusedException}. Not thread
 * safe.
 */
final class RestoreSource implements AutoCloseable {
    private static final int PAGES_AT_ONCE = 64;

    private final BackupDirectory directory;
    private final BackupManifest manifest;
    private final OpenBackup backup;
    private final OfflineSegment disk;
    private final IdleSegment segment;

    private RestoreSource(
            BackupDirectory directory,
            BackupManifest manifest,
            OpenBackup backup,
            OfflineSegment disk,
            IdleSegment segment) {
        this.directory = directory;
        this.manifest = manifest;
        this.backup = backup;
        this.disk = disk;
        this.segment = segment;
    }

    /** Checks every file of a backup, and recovers the segment. */
    static RestoreSource open(BackupDirectory directory, BackupManifest manifest, OfflineProgress progress) {
        long total = manifest.sizeBytes();
        String step = "backup " + manifest.number() + ": files";
        List<String> problems = new BackupCheck(directory, bytes -> progress.at(step, bytes, total)).problems(manifest);
        if (!problems.isEmpty()) {
            throw damaged(directory, manifest, problems.get(0));
        }
        progress.at("backup " + manifest.number() + ": what it holds", 0, 0);
        OpenBackup backup = OpenBackup.open(directory, manifest);
        boolean opened = false;
        try {
            RestoreSource source = recovered(directory, manifest, backup);
            opened = true;
            return source;
        } catch (StoreException e) {
            throw damaged(directory, manifest, String.valueOf(e.getMessage()));
        } finally {
            if (!opened) {
                backup.close();
            }
        }
    }

    private static RestoreSource recovered(BackupDirectory directory, BackupManifest manifest, OpenBackup backup) {
        List<OfflineSegment> disks = backup.volume().segments();
        String refusal = disks.size() == 1 ? disks.get(0).refusal() : "it has " + disks.size() + " segments";
        if (refusal != null) {
            throw damaged(directory, manifest, refusal);
        }
        OfflineSegment disk = disks.get(0);
        IdleSegment segment = disk.start();
        if (segment.problem() != null) {
            throw damaged(directory, manifest, segment.problem());
        }
        if (!segment.isWhole() || !segment.held().covers(manifest.point())) {
            throw damaged(directory, manifest, "it holds less than " + manifest.point() + ", which its list promises");
        }
        return new RestoreSource(directory, manifest, backup, disk, segment);
    }

    private static RestoreRefusedException damaged(BackupDirectory directory, BackupManifest manifest, String what) {
        String problem = what.endsWith(".") ? what.substring(0, what.length() - 1) : what;
        return new RestoreRefusedException(
                directory.path(),
                "backup " + manifest.number() + " is damaged: " + problem,
                "Restore from another backup, by its number; verifying the directory tells which ones are sound.");
    }

    BackupManifest manifest() {
        return manifest;
    }

    int pageSizeBytes() {
        return backup.volume().directory().marker().pageSizeBytes();
    }

    IdleSegment segment() {
        return segment;
    }

    /** What its records say, apart from pages; damaged ones are left out. */
    StoredState state() {
        return reading(
                () -> StoredState.read(disk.reader(), new Findings().of(disk.id(), Findings.AuditProgress.NONE)));
    }

    /**
     * Reads every record, and holds that they fit each other: that nothing was lost of what a page's chain consists of.
     *
     * @return what they say, apart from pages
     */
    StoredState audited(OfflineProgress progress) {
        Findings findings = new Findings();
        AuditTotals totals = new AuditTotals(disk, progress);
        SegmentAudit audit = new SegmentAudit(disk.reader(), findings.of(disk.id(), totals::looked));
        reading(() -> audit.run(segment.held()));
        if (!findings.list().isEmpty()) {
            throw damaged(directory, manifest, findings.list().get(0).what());
        }
        return audit.state();
    }

    private <T> T reading(Supplier<T> work) {
        try {
            return work.get();
        } catch (StoreException e) {
            throw damaged(directory, manifest, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Some pages, rising.
     *
     * @param next where to go on; null after the last page
     */
    record Batch(
            PageId from, List<PageCopy> pages, @Nullable PageId next) {}

    /** The pages from one on as of a read point that the segment holds and its history reaches back to. */
    Batch pages(ReadPoint at, PageId from) {
        SegmentEffect.Inspected told = reading(() -> segment.images(at, from, PAGES_AT_ONCE));
        if (told.refusal() != null) {
            throw damaged(directory, manifest, told.refusal());
        }
        List<PageCopy> pages = new ArrayList<>();
        for (PageDigest page : told.pages()) {
            if (page.problem() != null) {
                throw damaged(directory, manifest, page.page() + ": " + page.problem());
            }
            if (!page.newest().isNone()) {
                byte[] image = Check.present(page.image(), "an image that was asked for is told");
                pages.add(PageCopy.unread(page.page(), page.newest(), image));
            }
        }
        return new Batch(from, pages, told.next());
    }

    @Override
    public void close() {
        backup.close();
    }
}
