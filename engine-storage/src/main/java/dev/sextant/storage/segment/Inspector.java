package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Digests pages so that segments can be compared: the chain of every page as far as no segment has collected it, and the image as
 * it would be served. One page at a time, one inspection at a time for each request.
 */
final class Inspector {
    /** How long history waits for the next request of one that compares. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private static final long NEVER = Long.MIN_VALUE;

    private final Outbox out;
    private final Loads loads;
    private final SegmentLog log;
    private final PageBuilder builder;
    private final int loadEntries;
    private long askedNanos = NEVER;

    Inspector(Outbox out, Loads loads, SegmentLog log, PageBuilder builder, int loadEntries) {
        this.out = out;
        this.loads = loads;
        this.log = log;
        this.builder = builder;
        this.loadEntries = loadEntries;
    }

    /** Whether somebody is comparing segments, so that what is compared must stay. */
    boolean isInspecting() {
        return askedNanos != NEVER && out.nowNanos() - askedNanos < PATIENCE_NANOS;
    }

    void inspect(SegmentInput.Inspect request) {
        askedNanos = out.nowNanos();
        if (!log.held().covers(request.at())) {
            refuse(request, "it holds " + log.held() + ", which does not cover " + request.at());
            return;
        }
        if (!request.since().covers(log.floor())) {
            refuse(request, "its history begins at " + log.floor() + ", later than " + request.since());
            return;
        }
        ArrayDeque<PageId> pages = new ArrayDeque<>();
        PageId next = null;
        for (PageId page : log.acceptor().pages().pagesFrom(request.from())) {
            boolean due = !log.acceptor().pages().newest(page).isNone();
            if (due && pages.size() == Math.max(1, request.mostPages())) {
                next = page;
                break;
            }
            if (due) {
                pages.add(page);
            }
        }
        new Inspection(request, pages, next).digestNext();
    }

    void refuse(SegmentInput.Inspect request, String refusal) {
        out.emit(new SegmentEffect.Inspected(request.requestId(), refusal, log.heard(), log.floor(), List.of(), null));
    }

    /** One request under way. */
    private final class Inspection {
        private final SegmentInput.Inspect request;
        private final ArrayDeque<PageId> pages;
        private final @Nullable PageId next;
        private final List<PageDigest> digests = new ArrayList<>();

        Inspection(SegmentInput.Inspect request, ArrayDeque<PageId> pages, @Nullable PageId next) {
            this.request = request;
            this.pages = pages;
            this.next = next;
        }

        void digestNext() {
            PageId page = pages.poll();
            if (page == null) {
                out.emit(new SegmentEffect.Inspected(
                        request.requestId(), null, log.heard(), log.floor(), digests, next));
                return;
            }
            findImage(new Digest(page, request.since(), request.images()), SegmentKeys.pageEnd(page));
        }

        /** The chain is whole from the newest image on that the floor sees, and only from there. */
        private void findImage(Digest digest, byte[] below) {
            loads.range(
                    new Loads.Range(Shelf.PAGES, SegmentKeys.pageBegin(digest.page), below, true, 1),
                    images -> onImage(digest, images),
                    problem -> add(digest.broken(problem)));
        }

        private void onImage(Digest digest, List<StoredEntry> images) {
            PageId page = digest.page;
            if (images.isEmpty()) {
                PageChain whole =
                        new PageChain(page, request.at(), log.acceptor().fates(), VersionId.NONE);
                walk(digest, whole, SegmentKeys.pageBegin(page));
                return;
            }
            byte[] key = images.get(0).key();
            VersionId version = SegmentKeys.versionOf(key);
            if (log.floor().sees(version)) {
                digest.start(version);
                PageChain rest =
                        new PageChain(page, request.at(), log.acceptor().fates(), version);
                walk(digest, rest, SegmentKeys.after(key));
            } else {
                findImage(digest, key);
            }
        }

        private void walk(Digest digest, PageChain chain, byte[] from) {
            loads.range(
                    Loads.Range.ascending(Shelf.REDO, from, SegmentKeys.pageEnd(digest.page), loadEntries),
                    entries -> onDeltas(digest, chain, entries),
                    problem -> add(digest.broken(problem)));
        }

        private void onDeltas(Digest digest, PageChain chain, List<StoredEntry> entries) {
            try {
                for (StoredEntry entry : entries) {
                    chain.walk(entry, digest::take);
                }
                if (!chain.ended() && entries.size() == loadEntries) {
                    byte[] last = entries.get(entries.size() - 1).key();
                    walk(digest, chain, SegmentKeys.after(last));
                    return;
                }
                chain.requireNewest(log.acceptor().pages().newest(digest.page));
            } catch (ChainBrokenException | RecordCorruptException e) {
                add(digest.broken(String.valueOf(e.getMessage())));
                return;
            }
            builder.buildToCompare(digest.page, request.at(), built -> add(digest.with(built)));
        }

        private void add(PageDigest digest) {
            digests.add(digest);
            digestNext();
        }
    }

    /** A digest as it grows. */
    private static final class Digest {
        private final PageId page;
        private final ReadPoint since;
        private final boolean withImage;
        private final CRC32C crc = new CRC32C();
        private long versions;
        private VersionId newest = VersionId.NONE;

        Digest(PageId page, ReadPoint since, boolean withImage) {
            this.page = page;
            this.since = since;
            this.withImage = withImage;
        }

        void start(VersionId image) {
            newest = image;
        }

        void take(VersionId version, SegmentRecords.StoredDelta delta) {
            newest = version;
            if (since.sees(version)) {
                return;
            }
            versions++;
            crc.update(SegmentKeys.version(page, version));
            crc.update(SegmentKeys.version(page, delta.base()));
            crc.update(ByteBuffer.allocate(Integer.BYTES)
                    .putInt(0, delta.delta().length)
                    .array());
            crc.update(delta.delta());
        }

        PageDigest with(PageBuilder.@Nullable Built built) {
            if (built == null) {
                return broken("it cannot be built");
            }
            if (!built.version().equals(newest)) {
                return broken("its image is at " + built.version() + ", its chain at " + newest);
            }
            byte[] image = built.page().toImage();
            CRC32C imageCrc = new CRC32C();
            imageCrc.update(image);
            return new PageDigest(
                    page,
                    versions,
                    (int) crc.getValue(),
                    newest,
                    (int) imageCrc.getValue(),
                    null,
                    withImage ? image : null);
        }

        PageDigest broken(String problem) {
            return new PageDigest(page, versions, (int) crc.getValue(), newest, 0, problem);
        }
    }
}
