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
    private final SegmentLog log;
    private final PageBuilder builder;
    private final ChainReader chains;
    private long askedNanos = NEVER;

    Inspector(Outbox out, SegmentLog log, PageBuilder builder, ChainReader chains) {
        this.out = out;
        this.log = log;
        this.builder = builder;
        this.chains = chains;
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
            Digest digest = new Digest(page, request.since(), request.images());
            chains.read(page, request.at(), digest, problem -> onChain(digest, problem));
        }

        private void onChain(Digest digest, @Nullable String problem) {
            if (problem != null) {
                add(digest.broken(problem));
            } else {
                builder.buildToCompare(digest.page, request.at(), built -> add(digest.with(built)));
            }
        }

        private void add(PageDigest digest) {
            digests.add(digest);
            digestNext();
        }
    }

    /** A digest as it grows. */
    private static final class Digest implements ChainReader.Visitor {
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

        @Override
        public void image(VersionId version, byte[] image) {
            newest = version;
        }

        @Override
        public void delta(VersionId version, SegmentRecords.StoredDelta delta) {
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
