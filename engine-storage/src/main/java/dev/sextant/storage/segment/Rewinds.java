package dev.sextant.storage.segment;

import dev.sextant.api.PageId;
import dev.sextant.api.ProposalId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VersionId;
import dev.sextant.api.spi.Check;
import dev.sextant.conflict.version.PageWrite;
import dev.sextant.conflict.version.Proposal;
import dev.sextant.storage.page.Rewind;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The backtracks that history here still rests on: those accepted and undecided, and those committed that the floor does not see.
 * What a backtracked page is can only be told while the state it went back to is kept, or there is an image of the page as the
 * backtrack left it.
 *
 * <p>Invariant I20: the floor does not leave the state that a backtrack goes back to, but to a point that sees the backtrack, and
 * not before there are such images of all its pages.
 */
final class Rewinds {
    private final TreeMap<ProposalId, Known> known = new TreeMap<>();

    private static final class Known {
        final VersionId version;
        /** Null until it has been read back from the disk. */
        @Nullable
        ReadPoint target;

        boolean committed;
        /** The pages without an image as the backtrack left them. */
        final TreeSet<PageId> imageless = new TreeSet<>();

        Known(VersionId version) {
            this.version = version;
        }
    }

    /** What a backtrack goes back to. */
    static ReadPoint targetOf(Proposal backtrack) {
        for (PageWrite write : backtrack.writes()) {
            if (write.page().equals(PageId.LINE)) {
                return Check.present(Rewind.target(write.delta()), "the line is only ever taken back");
            }
        }
        throw new IllegalStateException(backtrack.id() + " is no backtrack");
    }

    /** It may commit. */
    void accepted(Proposal backtrack) {
        Known found = known.computeIfAbsent(backtrack.id(), unused -> new Known(backtrack.version()));
        found.target = targetOf(backtrack);
    }

    /** It aborted. */
    void aborted(ProposalId id) {
        known.remove(id);
    }

    /** It committed, and is here. */
    void committed(Proposal backtrack) {
        accepted(backtrack);
        commit(backtrack.id(), backtrack.writes().stream().map(PageWrite::page).toList());
    }

    private void commit(ProposalId id, List<PageId> pages) {
        Known found = Check.present(known.get(id), "a backtrack that is known");
        if (!found.committed) {
            found.committed = true;
            found.imageless.addAll(pages);
        }
    }

    /** A commit was found on the disk; {@link #unread} tells if it is a backtrack. */
    void recovered(ProposalOutline outline) {
        List<PageId> pages =
                outline.writes().stream().map(ProposalOutline.Write::page).toList();
        if (pages.contains(PageId.LINE)) {
            known.put(outline.id(), new Known(outline.version()));
            commit(outline.id(), pages);
        }
    }

    /** The versions of backtracks found on the disk whose targets are not read yet. */
    List<VersionId> unread() {
        return known.values().stream()
                .filter(each -> each.target == null)
                .map(each -> each.version)
                .toList();
    }

    /** The target of a backtrack found on the disk has been read. */
    void read(ProposalId id, ReadPoint target) {
        Known found = known.get(id);
        if (found != null) {
            found.target = target;
        }
    }

    /** There is an image of a page as this version left it. */
    void imaged(PageId page, VersionId version) {
        Known found = known.isEmpty() ? null : known.get(version.proposal());
        if (found != null) {
            found.imageless.remove(page);
        }
    }

    /** A page to make an image of. */
    record Need(PageId page, VersionId version) {}

    /**
     * Some of the pages that need images, of backtracks that a point sees; of each page the earliest, which a later one may go back
     * through.
     */
    List<Need> needs(ReadPoint held, int most) {
        TreeMap<PageId, Need> needs = new TreeMap<>();
        known.values().stream()
                .filter(each -> each.committed && held.sees(each.version))
                .sorted(Comparator.comparing(each -> each.version))
                .forEach(each -> each.imageless.stream()
                        .filter(page -> !needs.containsKey(page))
                        .limit(most - needs.size())
                        .forEach(page -> needs.put(page, new Need(page, each.version))));
        return List.copyOf(needs.values());
    }

    /** Whether history that begins at a floor reaches back to what a backtrack went back to. */
    boolean isInReach(VersionId version, ReadPoint floor) {
        Known found = known.get(version.proposal());
        ReadPoint target = found == null ? null : found.target;
        return target != null && target.covers(floor);
    }

    /** Whether a copy as of another segment's floor would bring what only others still have. */
    boolean isServedBy(ReadPoint copied, ReadPoint floor) {
        for (Known each : known.values()) {
            boolean lacks = each.committed && !each.imageless.isEmpty() && !isInReach(each.version, floor);
            if (lacks && copied.sees(each.version)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a page has no image yet as a backtrack left it. */
    boolean isImageless(PageId page, VersionId version) {
        Known found = known.get(version.proposal());
        return found != null && found.imageless.contains(page);
    }

    /** The number of images that are not made yet. */
    long imageless() {
        return known.values().stream().mapToLong(each -> each.imageless.size()).sum();
    }

    /** The number of pages that cannot be built here until other segments have told how a backtrack left them. */
    long untold(ReadPoint floor) {
        return known.values().stream()
                .filter(each -> each.committed && !isInReach(each.version, floor))
                .mapToLong(each -> each.imageless.size())
                .sum();
    }

    /** Whether the floor may rise to a point. */
    boolean letFloorRiseTo(ReadPoint point) {
        for (Known each : known.values()) {
            ReadPoint target = each.target;
            boolean before = target != null && target.covers(point);
            boolean after = each.committed && each.imageless.isEmpty() && point.sees(each.version);
            if (!before && !after) {
                return false;
            }
        }
        return true;
    }

    /** The floor has risen: what it sees needs nothing from before it any more. */
    void floorRose(ReadPoint floor) {
        known.values().removeIf(each -> each.committed && floor.sees(each.version));
    }
}
