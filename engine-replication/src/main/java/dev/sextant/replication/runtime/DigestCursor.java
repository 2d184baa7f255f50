package dev.sextant.replication.runtime;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.spi.Await;
import dev.sextant.storage.segment.PageDigest;
import dev.sextant.storage.segment.SegmentEffect;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Walks the digests of a segment's pages as of one read point, in the order of their ids. Waits for a segment that is behind,
 * up to a deadline.
 */
final class DigestCursor {
    private static final int PAGES_AT_ONCE = 256;
    private static final long PAUSE_NANOS = 10_000_000;

    private final SegmentId segment;
    private final SegmentRun run;
    private final ReadPoint at;
    private final Await waits;
    private final Clock clock;
    private final long patienceNanos;
    private final Deque<PageDigest> fetched = new ArrayDeque<>();
    private @Nullable PageId next = PageId.CATALOG_ROOT;
    private @Nullable String refusal;

    DigestCursor(SegmentId segment, SegmentRun run, ReadPoint at, Await waits, Clock clock, long patienceNanos) {
        this.segment = segment;
        this.run = run;
        this.at = at;
        this.waits = waits;
        this.clock = clock;
        this.patienceNanos = patienceNanos;
    }

    SegmentId segment() {
        return segment;
    }

    /** Why the segment could not be walked to its end; null if it was, or may yet be. */
    @Nullable
    String refusal() {
        return refusal;
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
        long deadline = clock.nowNanos() + patienceNanos;
        SegmentEffect.Inspected answer = waits.await(run.inspect(at, from, PAGES_AT_ONCE));
        while (answer.refusal() != null && clock.nowNanos() < deadline && !run.hasEnded()) {
            waits.pause(PAUSE_NANOS);
            answer = waits.await(run.inspect(at, from, PAGES_AT_ONCE));
        }
        refusal = answer.refusal();
        fetched.addAll(answer.pages());
        next = answer.next();
    }
}
