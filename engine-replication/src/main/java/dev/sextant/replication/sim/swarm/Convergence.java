package dev.sextant.replication.sim.swarm;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.replication.sim.world.SimSegment;
import dev.sextant.replication.sim.world.World;
import dev.sextant.storage.segment.PageDigest;
import dev.sextant.storage.segment.SegmentCounters;
import dev.sextant.storage.segment.SegmentEffect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Are all segments of one mind in the end: do they hold the same, and build the same pages from it, byte for byte? And have all replicas
 * applied it?
 * Tails have no pages, and must hold the same chains.
 */
final class Convergence {
    private static final int PAGES_AT_ONCE = 1_024;

    private final World world;

    Convergence(World world) {
        this.world = world;
    }

    /** Whether all segments are whole, hold the same, and have nothing undecided. */
    boolean isReached() {
        ReadPoint held = null;
        for (SimSegment segment : world.segments()) {
            SegmentCounters counters = segment.counters();
            if (counters == null || !counters.whole() || counters.undecided() > 0 || counters.rewoundPages() > 0) {
                return false;
            }
            if (held != null && !held.equals(counters.held())) {
                return false;
            }
            held = counters.held();
        }
        return haveReplicasApplied(held);
    }

    /** Whether each replica shows all that segments hold: nothing keeps it from that for long. */
    private boolean haveReplicasApplied(@Nullable ReadPoint held) {
        return world.replicas().stream()
                .allMatch(place ->
                        held == null || place.current().report().readPoint().covers(held));
    }

    /** What keeps them from it, for a person. */
    String state() {
        StringBuilder text = new StringBuilder();
        for (SimSegment segment : world.segments()) {
            SegmentCounters counters = segment.counters();
            text.append(segment.id()).append(' ').append(segment.state());
            if (counters != null) {
                text.append(" held ")
                        .append(counters.held())
                        .append(" undecided ")
                        .append(counters.undecided())
                        .append(" to image ")
                        .append(counters.rewoundPages());
            }
            text.append("; ");
        }
        world.replicas()
                .forEach(place -> text.append(place.current())
                        .append(" at ")
                        .append(place.current().report().readPoint())
                        .append("; "));
        world.slots()
                .forEach(slot -> text.append(slot.current())
                        .append(" in doubt ")
                        .append(slot.current().report().oldestInDoubt())
                        .append("; "));
        return text.toString();
    }

    /** A sentence for each page that differs or cannot be built; to be called when {@link #isReached}. */
    List<String> differences() {
        List<String> found = new ArrayList<>();
        List<PageDigest> first = null;
        ReadPoint at = held();
        if (at == null) {
            return List.of("a segment went down while segments were compared");
        }
        ReadPoint since = collected(at);
        for (SimSegment segment : world.segments()) {
            List<PageDigest> pages = digests(segment, since, at, found);
            if (first == null) {
                first = pages;
            } else if (!agree(first, pages)) {
                found.add(segment.id() + " differs from segment-0: " + firstDifference(first, pages));
            }
        }
        return found;
    }

    private @Nullable ReadPoint held() {
        SegmentCounters counters = world.segments().get(0).counters();
        return counters == null ? null : counters.held();
    }

    /** What some segment has collected; none collects more from now on, since it is being inspected. */
    private ReadPoint collected(ReadPoint at) {
        ReadPoint collected = ReadPoint.ZERO;
        for (SimSegment segment : world.segments()) {
            SegmentEffect.Inspected answer = world.waits().await(segment.inspect(at, at, PageId.CATALOG_ROOT, 1));
            collected = collected.join(answer.floor());
        }
        return collected;
    }

    private List<PageDigest> digests(SimSegment segment, ReadPoint since, ReadPoint at, List<String> found) {
        List<PageDigest> pages = new ArrayList<>();
        PageId next = PageId.CATALOG_ROOT;
        while (next != null) {
            SegmentEffect.Inspected answer = world.waits().await(segment.inspect(since, at, next, PAGES_AT_ONCE));
            if (answer.refusal() != null) {
                found.add(segment.id() + " cannot be inspected: " + answer.refusal());
                return pages;
            }
            pages.addAll(answer.pages());
            next = answer.next();
        }
        for (PageDigest page : pages) {
            if (page.problem() != null) {
                found.add(segment.id() + " cannot build " + page.page() + ": " + page.problem());
            }
        }
        return pages;
    }

    private static boolean agree(List<PageDigest> some, List<PageDigest> others) {
        boolean same = some.size() == others.size();
        for (int i = 0; same && i < some.size(); i++) {
            same = some.get(i).agreesWith(others.get(i));
        }
        return same;
    }

    private static String firstDifference(List<PageDigest> some, List<PageDigest> others) {
        for (int i = 0; i < Math.min(some.size(), others.size()); i++) {
            if (!some.get(i).agreesWith(others.get(i))) {
                return some.get(i) + " is " + others.get(i);
            }
        }
        return some.size() + " pages are " + others.size();
    }
}
