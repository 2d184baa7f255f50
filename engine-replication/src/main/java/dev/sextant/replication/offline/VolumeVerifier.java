package dev.sextant.replication.offline;

import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.VerifyReport;
import dev.sextant.replication.verify.DigestCursor;
import dev.sextant.replication.verify.Finding;
import dev.sextant.replication.verify.VolumeCheck;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageCorruptException;
import dev.sextant.storage.page.PageFormat;
import dev.sextant.storage.page.PageKind;
import dev.sextant.storage.segment.SegmentAudit;
import dev.sextant.storage.store.StoreException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a closed volume: every record of every segment, then the segments against each other and all trees, as of what they
 * all hold. A segment that lags is no damage. Used once.
 */
final class VolumeVerifier {
    private static final int MOST_NAMED = 10;

    private final OfflineVolume volume;
    private final OfflineProgress progress;
    private final Findings findings = new Findings();
    private final List<String> notes;
    private final List<VerifyResult.SegmentResult> results = new ArrayList<>();
    private final SegmentsTogether together = new SegmentsTogether(findings);
    private final List<Serving> serving = new ArrayList<>();

    /** A whole segment that can serve. */
    private record Serving(OfflineSegment segment, IdleSegment core) {}

    VolumeVerifier(OfflineVolume volume, OfflineProgress progress, List<String> notes) {
        this.volume = volume;
        this.progress = progress;
        this.notes = new ArrayList<>(notes);
    }

    VerifyResult verify() {
        for (OfflineSegment segment : volume.segments()) {
            results.add(look(segment));
        }
        together.check();
        VerifyReport comparison = compare();
        return new VerifyResult(results, comparison, findings.list(), findings.omitted(), notes);
    }

    // ---- one segment -----------------------------------------------------------------------------------------------

    private VerifyResult.SegmentResult look(OfflineSegment segment) {
        if (!segment.isOpen()) {
            findings.add(segment.id(), "it cannot be opened. " + segment.refusal());
            return new VerifyResult.SegmentResult(segment.id(), false, null, null);
        }
        IdleSegment core = start(segment);
        boolean recovered = core != null && core.problem() == null;
        if (core != null && recovered && core.isWhole() && core.untoldPages() > 0) {
            notes.add(segment.id()
                    + " was filled after what a backtrack went back to, and other segments have to tell it up to "
                    + core.untoldPages()
                    + " pages, which they do when a cluster has the volume open, so it is not compared");
        } else if (core != null && recovered && core.isWhole()) {
            serving.add(new Serving(segment, core));
        } else if (recovered) {
            notes.add(segment.id() + " has a new disk that is not filled yet, so it is not compared");
        }
        ReadPoint held = core == null || !recovered ? null : core.held();
        boolean whole = core != null && recovered && core.isWhole();
        return new VerifyResult.SegmentResult(segment.id(), whole, held, audit(segment, held));
    }

    private @Nullable IdleSegment start(OfflineSegment segment) {
        progress.at(segment.id() + ": what it holds", 0, 0);
        try {
            IdleSegment core = segment.start();
            if (core.problem() != null) {
                findings.add(segment.id(), "it cannot serve. " + core.problem());
            }
            return core;
        } catch (StoreException e) {
            findings.add(segment.id(), "it cannot serve. " + e.getMessage());
            return null;
        }
    }

    private SegmentAudit.@Nullable Result audit(OfflineSegment segment, @Nullable ReadPoint held) {
        AuditTotals totals = new AuditTotals(segment, progress);
        SegmentAudit audit =
                new SegmentAudit(segment.reader(), segment.role(), findings.of(segment.id(), totals::looked));
        try {
            SegmentAudit.Result result = audit.run(held);
            together.add(segment.id(), audit.fates(), audit.state().slots());
            if (audit.state().wanted() > 0) {
                notes.add(segment.id() + " knows of " + audit.state().wanted() + " commits without their content");
            }
            return result;
        } catch (StoreException e) {
            findings.add(segment.id(), "it could not be read to its end. " + e.getMessage());
            return null;
        }
    }

    // ---- all of them -----------------------------------------------------------------------------------------------

    private @Nullable VerifyReport compare() {
        if (serving.stream().noneMatch(each -> each.core().isFull())) {
            findings.add(new Finding(null, null, null, "no segment with pages can serve, so no table can be read"));
            return null;
        }
        ReadPoint at = chooseComparable();
        PageFormat format = new PageFormat(volume.directory().marker().pageSizeBytes());
        OfflinePages pages = new OfflinePages(
                serving.stream().map(Serving::core).filter(IdleSegment::isFull).toList(), at);
        Watching watching = new Watching();
        VolumeCheck check = new VolumeCheck(format, pages, watching);
        List<DigestCursor> cursors =
                serving.stream().map(each -> cursor(each, at)).toList();
        try {
            VerifyReport report = check.run(cursors);
            noteOrphans(watching.compared, check.reached(), pages);
            return report;
        } catch (StoreException e) {
            findings.add(
                    new Finding(null, null, null, "the segments could not be compared to the end. " + e.getMessage()));
            return null;
        }
    }

    /** What all of them hold; one that is so far behind that no read point can say so is left out. */
    private ReadPoint chooseComparable() {
        serving.sort(Comparator.comparingLong(
                        (Serving each) -> -HeldPoints.visible(each.core().held()))
                .thenComparing(each -> each.segment().id()));
        long most = HeldPoints.visible(serving.get(0).core().held());
        ReadPoint at = serving.get(0).core().held();
        ReadPoint collected = ReadPoint.ZERO;
        for (Serving each : serving) {
            collected = collected.join(each.core().floor());
        }
        for (Serving each : List.copyOf(serving)) {
            ReadPoint held = each.core().held();
            long lacking = most - HeldPoints.visible(held);
            if (lacking > 0) {
                notes.add(each.segment().id() + " is " + lacking + " proposals behind "
                        + serving.get(0).segment().id());
            }
            ReadPoint met = HeldPoints.meet(at, held);
            if (!held.covers(collected)) {
                notes.add(each.segment().id()
                        + " lacks what others have collected, so it is not compared: it will copy pages");
                serving.remove(each);
            } else if (met == null) {
                notes.add(each.segment().id() + " misses too many proposals to be compared with the others");
                serving.remove(each);
            } else {
                at = met;
            }
        }
        return at;
    }

    private static DigestCursor cursor(Serving each, ReadPoint at) {
        DigestCursor.Patience none = new DigestCursor.Patience(new ImmediateAwait(), () -> 0, 0, () -> true);
        return new DigestCursor(
                each.segment().id(),
                at,
                (since, from, most) ->
                        CompletableFuture.completedFuture(each.core().inspect(since, at, from, most)),
                none);
    }

    /** Rows that no table reaches are lost to readers but harm nobody, and there are reasons for them: see docs/format.md. */
    private void noteOrphans(SortedSet<PageId> all, SortedSet<PageId> reached, OfflinePages pages) {
        long orphans = 0;
        List<PageId> named = new ArrayList<>();
        for (PageId page : all) {
            if (!reached.contains(page) && hasContent(pages, page)) {
                orphans++;
                if (named.size() < MOST_NAMED) {
                    named.add(page);
                }
            }
        }
        if (orphans > 0) {
            notes.add(orphans + " pages with content belong to no table, among them " + named);
        }
    }

    private static boolean hasContent(OfflinePages pages, PageId id) {
        try {
            Page page = pages.page(id);
            return page.count() > 0 || page.kind() == PageKind.OVERFLOW;
        } catch (PageCorruptException toldByTheComparison) {
            return false;
        }
    }

    /** Takes what the comparison finds, and remembers which pages there are. */
    private final class Watching implements VolumeCheck.Observer {
        private final TreeSet<PageId> compared = new TreeSet<>();

        @Override
        public void found(Finding finding) {
            findings.add(finding);
        }

        @Override
        public void compared(PageId page) {
            compared.add(page);
            progress.at("segments against each other: pages", compared.size(), 0);
        }

        @Override
        public void walked(String table, PageId root, long rows, long pages) {
            progress.at("trees: " + table, rows, rows);
        }
    }
}
