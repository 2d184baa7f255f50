package dev.sextant.replication.sim;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.spi.Await;
import dev.sextant.replication.sim.time.VirtualTime;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.storage.segment.PageDigest;
import dev.sextant.storage.segment.SegmentEffect;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes the digests of all pages of segments as of one read point, and compares them page by page. Not thread safe. */
final class DigestWalk {
    private static final int PAGES_AT_ONCE = 256;
    private static final long PAUSE_NANOS = 10 * VirtualTime.MILLI;

    private final ReadPoint at;
    private final Await waits;
    private final VirtualTime time;
    private final long patienceNanos;
    private final Consumer<String> problems;
    private final Map<SegmentId, Map<PageId, PageDigest>> digests = new TreeMap<>();
    private long pages;
    private long versions;

    DigestWalk(ReadPoint at, Await waits, VirtualTime time, long patienceNanos, Consumer<String> problems) {
        this.at = at;
        this.waits = waits;
        this.time = time;
        this.patienceNanos = patienceNanos;
        this.problems = problems;
    }

    /** How many pages there are. */
    long pages() {
        return pages;
    }

    /** How many versions they have. */
    long versions() {
        return versions;
    }

    /** Walks these segments and compares them; one that refuses to its end is reported and left out. */
    void run(List<SimSegment> segments) {
        for (SimSegment segment : segments) {
            Map<PageId, PageDigest> found = walk(segment);
            if (found != null) {
                digests.put(segment.id(), found);
            }
        }
        TreeSet<PageId> all = new TreeSet<>();
        digests.values().forEach(found -> all.addAll(found.keySet()));
        all.forEach(this::compare);
    }

    private @Nullable Map<PageId, PageDigest> walk(SimSegment segment) {
        Map<PageId, PageDigest> found = new TreeMap<>();
        PageId next = PageId.CATALOG_ROOT;
        while (next != null) {
            SegmentEffect.Inspected answer = inspect(segment, next);
            if (answer.refusal() != null) {
                problems.accept(segment.id() + " could not be compared to the end: " + answer.refusal());
                return null;
            }
            answer.pages().forEach(digest -> found.put(digest.page(), digest));
            next = answer.next();
        }
        return found;
    }

    private SegmentEffect.Inspected inspect(SimSegment segment, PageId from) {
        long deadline = time.nowNanos() + patienceNanos;
        SegmentEffect.Inspected answer = waits.await(segment.inspect(at, from, PAGES_AT_ONCE));
        while (answer.refusal() != null && time.nowNanos() < deadline && segment.isRunning()) {
            waits.pause(PAUSE_NANOS);
            answer = waits.await(segment.inspect(at, from, PAGES_AT_ONCE));
        }
        return answer;
    }

    private void compare(PageId page) {
        PageDigest first = null;
        for (Map.Entry<SegmentId, Map<PageId, PageDigest>> entry : digests.entrySet()) {
            String segment = entry.getKey().toString();
            PageDigest digest = entry.getValue().get(page);
            if (digest == null) {
                problems.accept(segment + " lacks " + page);
            } else if (digest.problem() != null) {
                problems.accept(segment + " cannot build " + page + ": " + digest.problem());
            } else if (first == null) {
                first = digest;
            } else if (!digest.equals(first)) {
                problems.accept(page + " differs between segments: " + first + ", but on " + segment + " " + digest);
            }
        }
        pages++;
        versions += first == null ? 0 : first.versions();
    }
}
