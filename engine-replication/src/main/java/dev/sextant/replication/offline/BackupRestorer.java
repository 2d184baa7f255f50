package dev.sextant.replication.offline;

import dev.sextant.api.DirectoryOccupiedException;
import dev.sextant.api.PageId;
import dev.sextant.api.RestoreRefusedException;
import dev.sextant.api.StorageFailedException;
import dev.sextant.api.WriterId;
import dev.sextant.conflict.fate.Fates;
import dev.sextant.conflict.message.FateChunk;
import dev.sextant.conflict.message.Moment;
import dev.sextant.conflict.message.PageCopy;
import dev.sextant.conflict.message.WriterMessage;
import dev.sextant.storage.backup.BackupDirectory;
import dev.sextant.storage.segment.StoredState;
import dev.sextant.storage.tree.IncarnationPageAllocator;
import dev.sextant.storage.volume.VolumeDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Restores a backup into a new volume, as of one state of the history that the backup has.
 *
 * <p>The new volume has an id of its own. Its history begins with that state: all pages as of it, in each of its six segments; the
 * fates of all that it sees; and everything else that was ever proposed, aborted. Its writers go on with seqs, incarnations and LSNs
 * above all that the backup knows. Nothing in the backup is changed.
 */
public final class BackupRestorer {
    private static final int CHUNKS_AT_ONCE = 64;

    private final RestoreSource source;
    private final BackupSearch.State state;
    private final OfflineProgress progress;
    /** The highest incarnation of each slot that is known to have made pages or claimed it. */
    private final long[] incarnations = new long[WriterId.MAX_COUNT];

    private long pages;
    private long bytes;

    private BackupRestorer(BackupSearch.Found found, OfflineProgress progress) {
        source = found.source();
        state = found.state();
        this.progress = progress;
    }

    /**
     * Restores what is asked for. One that fails leaves nothing. One whose process dies leaves a directory that is not opened as a
     * volume, and that the next one into it begins anew.
     *
     * @param backups a directory of backups, to which none is added meanwhile
     * @param target where the volume is made: a directory that is absent or empty
     * @throws DirectoryOccupiedException if the target is not empty
     * @throws RestoreRefusedException if no backup has that state, or the one that has is damaged
     * @throws StorageFailedException if something cannot be read or written
     * @throws dev.sextant.api.ForeignDirectoryException if there are no backups
     * @throws dev.sextant.api.DirectoryInUseException if a backup is being made, or somebody restores into the target
     * @throws dev.sextant.api.DirectoryVersionException if the backups are of another format
     */
    public static RestoreResult restore(Path backups, Path target, RestoreRequest request, OfflineProgress progress) {
        VolumeDirectory.verifyRestorable(target);
        try (BackupDirectory directory = BackupDirectory.forReading(backups);
                BackupSearch.Found found = new BackupSearch(directory, progress).find(request)) {
            return new BackupRestorer(found, progress).restore(target);
        }
    }

    private RestoreResult restore(Path directory) {
        StoredState stored = source.audited(progress);
        List<WriterMessage.Claimed> claims = claims();
        RestoredFates fates = new RestoredFates(state.point(), stored.fates(), claims);
        try (RestoreTarget target =
                RestoreTarget.begin(directory, source.pageSizeBytes(), source.layout(), fates.all())) {
            copyPages(target, stored.newest().size());
            claimSlots(target);
            copyFates(target, fates);
            target.complete();
            return result(target.volumeId(), fates);
        }
    }

    private List<WriterMessage.Claimed> claims() {
        List<WriterMessage.Claimed> claims = new ArrayList<>();
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterMessage.Claimed claim = source.segment().claim(new WriterId(slot));
            incarnations[slot] = claim.incarnation() - 1;
            claims.add(claim);
        }
        return claims;
    }

    private void copyPages(RestoreTarget target, long about) {
        PageId from = PageId.CATALOG_ROOT;
        while (from != null) {
            RestoreSource.Batch batch = source.pages(state.point(), from);
            target.fill(segment -> segment.pages(batch.from(), batch.pages(), batch.next()));
            batch.pages().forEach(this::count);
            progress.at("pages", pages, Math.max(about, pages));
            from = batch.next();
        }
    }

    private void count(PageCopy page) {
        pages++;
        bytes += page.image().length;
        // A segment may not have heard of a claim whose pages it has.
        int slot = IncarnationPageAllocator.writerOf(page.page()).slot();
        incarnations[slot] = Math.max(incarnations[slot], IncarnationPageAllocator.incarnationOf(page.page()));
    }

    private void claimSlots(RestoreTarget target) {
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            long incarnation = incarnations[slot];
            if (incarnation > 0) {
                target.fill(segment -> segment.claimed(writer, incarnation));
            }
        }
    }

    private void copyFates(RestoreTarget target, RestoredFates fates) {
        List<Moment> begin = List.of(new Moment(Instant.now().toEpochMilli(), new WriterId(0), fates.all()));
        for (int slot = 0; slot < WriterId.MAX_COUNT; slot++) {
            WriterId writer = new WriterId(slot);
            long last = Fates.chunkOf(fates.all().upTo(writer));
            for (long chunk = 0; chunk <= last; chunk += CHUNKS_AT_ONCE) {
                long from = chunk;
                List<FateChunk> chunks = fates.chunks(writer, from, CHUNKS_AT_ONCE);
                long next = from + CHUNKS_AT_ONCE <= last ? from + CHUNKS_AT_ONCE : -1;
                boolean all = next < 0 && slot == WriterId.MAX_COUNT - 1;
                target.fill(segment -> segment.fates(writer, from, chunks, next, all ? begin : List.of()));
            }
        }
    }

    private RestoreResult result(UUID volume, RestoredFates fates) {
        return new RestoreResult(
                source.manifest().number(),
                source.manifest().created(),
                state.point(),
                state.moment(),
                volume,
                fates.all(),
                pages,
                bytes);
    }
}
