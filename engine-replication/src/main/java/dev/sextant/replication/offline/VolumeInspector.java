package dev.sextant.replication.offline;

import dev.sextant.api.Lsn;
import dev.sextant.api.PageId;
import dev.sextant.api.ReadPoint;
import dev.sextant.api.SegmentId;
import dev.sextant.api.VersionId;
import dev.sextant.replication.verify.CatalogTables;
import dev.sextant.replication.verify.Finding;
import dev.sextant.storage.page.Page;
import dev.sextant.storage.page.PageCorruptException;
import dev.sextant.storage.rocks.ReadOnlySegment;
import dev.sextant.storage.segment.PageVersions;
import dev.sextant.storage.segment.Shelf;
import dev.sextant.storage.segment.StoredState;
import dev.sextant.storage.store.StoreException;
import dev.sextant.storage.volume.VolumeMarker;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tells what is in a closed volume. */
final class VolumeInspector {
    private final OfflineVolume volume;
    private final Findings problems = new Findings();
    private @Nullable IdleSegment fullest;
    private Lsn highestLsn = Lsn.ZERO;

    VolumeInspector(OfflineVolume volume) {
        this.volume = volume;
    }

    VolumeSummary inspect() {
        List<VolumeSummary.SegmentSummary> segments = new ArrayList<>();
        for (OfflineSegment segment : volume.segments()) {
            segments.add(summary(segment));
        }
        List<VolumeSummary.TableSummary> tables = tables();
        VolumeMarker marker = volume.directory().marker();
        return new VolumeSummary(
                volume.directory().path(),
                VolumeMarker.FORMAT,
                marker.volume(),
                marker.created(),
                marker.pageSizeBytes(),
                marker.layout(),
                highestLsn,
                segments,
                tables,
                problems.list().stream().map(Finding::what).toList());
    }

    private VolumeSummary.SegmentSummary summary(OfflineSegment segment) {
        if (!segment.isOpen()) {
            return unreadable(segment.id(), String.valueOf(segment.refusal()));
        }
        try {
            IdleSegment core = segment.start();
            StoredState state =
                    StoredState.read(segment.reader(), problems.of(segment.id(), Findings.AuditProgress.NONE));
            boolean serves = core.problem() == null;
            if (serves && core.isWhole() && core.isFull() && holdsMore(core)) {
                fullest = core;
            }
            if (state.highestLsn().isAfter(highestLsn)) {
                highestLsn = state.highestLsn();
            }
            return new VolumeSummary.SegmentSummary(
                    segment.id(),
                    core.problem(),
                    state.generation(),
                    state.isWhole(),
                    serves ? core.held() : null,
                    state.floor(),
                    state.moments(),
                    segment.store().sizeBytes(),
                    sizes(segment),
                    state.commits(),
                    state.wanted(),
                    state.newest().size(),
                    state.slots(),
                    state.inDoubt());
        } catch (StoreException e) {
            return unreadable(segment.id(), String.valueOf(e.getMessage()));
        }
    }

    private boolean holdsMore(IdleSegment core) {
        return fullest == null || HeldPoints.visible(core.held()) > HeldPoints.visible(fullest.held());
    }

    private static VolumeSummary.SegmentSummary unreadable(SegmentId id, String refusal) {
        return new VolumeSummary.SegmentSummary(
                id, refusal, 0, false, null, ReadPoint.ZERO, 0, 0, new TreeMap<>(), 0, 0, 0, List.of(), List.of());
    }

    private static SortedMap<Shelf, ReadOnlySegment.FamilySize> sizes(OfflineSegment segment) {
        SortedMap<Shelf, ReadOnlySegment.FamilySize> sizes = new TreeMap<>();
        for (Shelf shelf : Shelf.values()) {
            sizes.put(shelf, segment.size(StoreReader.family(shelf)));
        }
        return sizes;
    }

    // ---- tables ----------------------------------------------------------------------------------------------------

    private List<VolumeSummary.TableSummary> tables() {
        List<VolumeSummary.TableSummary> tables = new ArrayList<>();
        IdleSegment from = fullest;
        if (from == null) {
            return tables;
        }
        OfflinePages pages = new OfflinePages(List.of(from), from.held());
        try {
            CatalogTables.read(pages).forEach((name, root) -> tables.add(table(name, root, pages)));
        } catch (PageCorruptException e) {
            problems.add(Finding.ofPage(null, e.page(), "the tables cannot be read: " + e.getMessage()));
        }
        return tables;
    }

    /** Counts a table's pages and rows by reading it. */
    private static VolumeSummary.TableSummary table(String name, PageId root, OfflinePages pages) {
        long[] counts = new long[2];
        countPages(pages, pages.page(root), counts);
        return new VolumeSummary.TableSummary(
                name, root, counts[0], pages.page(root).level() + 1, counts[1]);
    }

    private static void countPages(OfflinePages pages, Page page, long[] counts) {
        counts[0]++;
        for (int i = 0; i < page.count(); i++) {
            if (page.isInner()) {
                countPages(pages, pages.page(page.child(i)), counts);
            } else if (!page.isTombstone(i)) {
                counts[1]++;
            }
        }
    }

    // ---- one page --------------------------------------------------------------------------------------------------

    List<PageSummary> inspect(PageId page, @Nullable SegmentId only) {
        List<PageSummary> summaries = new ArrayList<>();
        for (OfflineSegment segment : volume.segments()) {
            if (only == null || segment.id().equals(only)) {
                summaries.add(summary(segment, page));
            }
        }
        return summaries;
    }

    private PageSummary summary(OfflineSegment segment, PageId page) {
        if (!segment.isOpen()) {
            return new PageSummary(segment.id(), segment.refusal(), VersionId.NONE, null, List.of());
        }
        Findings found = new Findings();
        try {
            StoredState state = StoredState.read(segment.reader(), found.of(segment.id(), Findings.AuditProgress.NONE));
            List<PageVersions.Version> versions = PageVersions.read(
                    segment.reader(), state, page, found.of(segment.id(), Findings.AuditProgress.NONE));
            String refusal = found.list().isEmpty() ? null : found.list().get(0).what();
            VersionId newest = state.newest().getOrDefault(page, VersionId.NONE);
            return new PageSummary(segment.id(), refusal, newest, content(segment, page), versions);
        } catch (StoreException e) {
            return new PageSummary(segment.id(), String.valueOf(e.getMessage()), VersionId.NONE, null, List.of());
        }
    }

    private static @Nullable String content(OfflineSegment segment, PageId id) {
        IdleSegment core = segment.start();
        Page page = core.problem() == null ? core.page(id, core.held()) : null;
        if (page == null) {
            return null;
        }
        String what = page.isUnwritten() ? "never written" : page.kind() + ", level " + page.level();
        return what + ", " + page.count() + " rows, " + page.sizeBytes() + " bytes";
    }
}
