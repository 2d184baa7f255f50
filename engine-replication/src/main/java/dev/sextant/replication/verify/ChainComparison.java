package dev.sextant.replication.verify;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.storage.segment.PageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares the pages of several segments, one page after the other: the same pages, and for each the same chain, and the same
 * image where they have one.
 */
final class ChainComparison {
    private final List<DigestCursor> cursors;
    private final VolumeCheck.Observer observer;
    private long pages;
    private long versions;

    ChainComparison(List<DigestCursor> cursors, VolumeCheck.Observer observer) {
        this.cursors = new ArrayList<>(cursors);
        this.observer = observer;
    }

    /** How many pages were compared. */
    long pages() {
        return pages;
    }

    /** How many versions they have. */
    long versions() {
        return versions;
    }

    void run() {
        ReadPoint collected = ReadPoint.ZERO;
        for (DigestCursor cursor : cursors) {
            collected = collected.join(cursor.floor());
        }
        for (DigestCursor cursor : cursors) {
            cursor.compareSince(collected);
        }
        for (PageId page = lowest(); page != null; page = lowest()) {
            compare(page);
            observer.compared(page);
        }
    }

    /** The lowest page that a segment comes to next; those that refuse to go on are left out from here on. */
    private @Nullable PageId lowest() {
        PageId lowest = null;
        for (DigestCursor cursor : List.copyOf(cursors)) {
            PageDigest digest = cursor.peek();
            String refusal = cursor.refusal();
            if (refusal != null) {
                found(cursor.segment(), null, cursor.segment() + " could not be compared to the end: " + refusal);
                cursors.remove(cursor);
            } else if (digest != null && (lowest == null || digest.page().compareTo(lowest) < 0)) {
                lowest = digest.page();
            }
        }
        return lowest;
    }

    private void compare(PageId page) {
        PageDigest first = null;
        SegmentId firstAt = null;
        for (DigestCursor cursor : cursors) {
            SegmentId segment = cursor.segment();
            PageDigest digest = cursor.peek();
            if (digest == null || !digest.page().equals(page)) {
                if (!cursor.isUncertain(page)) {
                    found(segment, page, segment + " lacks " + page);
                }
                continue;
            }
            cursor.advance();
            if (digest.problem() != null) {
                found(segment, page, segment + " cannot build " + page + ": " + digest.problem());
            } else if (first == null || (isChain(first) && !isChain(digest) && digest.agreesWith(first))) {
                first = digest;
                firstAt = segment;
            } else if (!digest.agreesWith(first)) {
                String both = firstAt + " (" + first + ") and " + segment + " (" + digest + ")";
                found(null, page, page + " differs between " + both);
            }
        }
        pages++;
        versions += first == null ? 0 : first.versions();
    }

    private static boolean isChain(PageDigest digest) {
        return digest.extent() == PageDigest.Extent.CHAIN;
    }

    private void found(@Nullable SegmentId segment, @Nullable PageId page, String what) {
        observer.found(new Finding(segment, page, null, what));
    }
}
