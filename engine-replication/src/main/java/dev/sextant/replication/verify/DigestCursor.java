package dev.sextant.replication.verify;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.spi.Await;
import dev.sextant.storage.segment.PageDigest;
import dev.sextant.storage.segment.SegmentEffect;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks the digests of a segment's pages as of one read point, in the order of their ids. Pages that have no version there are
 * passed by: they are younger, and another segment need not have heard of them. A segment that refuses, since it is
 * behind, is asked again until patience ends.
 */
public final class DigestCursor {
    private static final int PAGES_AT_ONCE = 256;
    private static final long PAUSE_NANOS = 10_000_000;

    private final SegmentId segment;
    private final Inspection inspection;
    private final Patience patience;
    private final Deque<PageDigest> fetched = new ArrayDeque<>();
    /** Pages of which the segment cannot tell what they are at the read point. */
    private final Set<PageId> uncertain = new TreeSet<>();

    private @Nullable PageId next = PageId.CATALOG_ROOT;
    private @Nullable String refusal;
    private ReadPoint since;

    /** Asks a segment for the digests of its pages from one on, at most so many, of versions that a point does not see. */
    @FunctionalInterface
    public interface Inspection {
        CompletionStage<SegmentEffect.Inspected> inspect(ReadPoint since, PageId from, int mostPages);
    }

    /**
     * How long a segment that refuses is waited for.
     *
     * @param isGone whether it cannot answer any more, so that there is nothing to wait for
     */
    public record Patience(Await waits, LongSupplier clock, long nanos, BooleanSupplier isGone) {}

    public DigestCursor(SegmentId segment, ReadPoint at, Inspection inspection, Patience patience) {
        this.segment = segment;
        since = at;
        this.inspection = inspection;
        this.patience = patience;
    }

    /** What the segment has collected; it collects no more until nobody has asked for a while. */
    ReadPoint floor() {
        return patience.waits()
                .await(inspection.inspect(since, PageId.CATALOG_ROOT, 1))
                .floor();
    }

    /** Only versions that this point does not see are digested one by one. */
    void compareSince(ReadPoint point) {
        since = point;
    }

    SegmentId segment() {
        return segment;
    }

    /** Why the segment could not be walked to its end; null if it was, or may yet be. */
    @Nullable
    String refusal() {
        return refusal;
    }

    /** Whether the segment has the page and cannot tell what it is at the read point. To be asked when the page was passed. */
    boolean isUncertain(PageId page) {
        return uncertain.contains(page);
    }

    /** The next digest; null after the last one, or if the segment refused. */
    @Nullable
    PageDigest peek() {
        while (fetched.isEmpty() && next != null && refusal == null) {
            fetch(next);
        }
        return fetched.peek();
    }

    /** Goes past the one that {@link #peek} told. */
    void advance() {
        fetched.remove();
    }

    private void fetch(PageId from) {
        long deadline = patience.clock().getAsLong() + patience.nanos();
        SegmentEffect.Inspected answer = ask(from);
        while (answer.refusal() != null
                && patience.clock().getAsLong() < deadline
                && !patience.isGone().getAsBoolean()) {
            patience.waits().pause(PAUSE_NANOS);
            answer = ask(from);
        }
        refusal = answer.refusal();
        for (PageDigest digest : answer.pages()) {
            if (digest.problem() == null && digest.extent() == PageDigest.Extent.UNKNOWN) {
                uncertain.add(digest.page());
            } else if (!digest.newest().isNone() || digest.problem() != null) {
                fetched.add(digest);
            }
        }
        next = answer.next();
    }

    private SegmentEffect.Inspected ask(PageId from) {
        return patience.waits().await(inspection.inspect(since, from, PAGES_AT_ONCE));
    }
}
